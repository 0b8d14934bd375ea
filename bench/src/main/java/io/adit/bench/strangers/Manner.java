package io.adit.bench.strangers;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * How one of a swarm behaves.
 *
 * @param speaksTls whether it shakes hands as TLS has it, before anything else
 * @param first what it says when the connection is there, TLS included
 * @param eachTick what it says ten times a second
 * @param leaves whether it is gone after that
 */
record Manner(boolean speaksTls, byte[] first, byte[] eachTick, boolean leaves) {
  private static final byte[] NOTHING = {};

  /** Connects, and says nothing. */
  static Manner silent() {
    return saying(false, NOTHING);
  }

  /** Says this and waits. */
  static Manner saying(boolean speaksTls, byte[] words) {
    return new Manner(speaksTls, words, NOTHING, false);
  }

  /** Shakes hands and is gone. */
  static Manner handshakeOnly() {
    return new Manner(true, NOTHING, NOTHING, true);
  }

  /** Begins, and goes on with a byte at each tick. */
  static Manner trickling(boolean speaksTls, byte[] beginning) {
    return new Manner(speaksTls, beginning, new byte[] {'x'}, false);
  }

  /** Says the same at each tick, whatever the answer is. */
  static Manner repeating(byte[] words) {
    return new Manner(true, words, words, false);
  }

  /** On the connection's event loop. */
  void onOpen(Channel channel) {
    if (leaves) {
      var _ = channel.close();
    } else {
      write(channel, first);
    }
  }

  /** On the connection's event loop. */
  void onTick(Channel channel) {
    if (channel.isWritable()) {
      write(channel, eachTick);
    }
  }

  private static void write(Channel channel, byte[] bytes) {
    if (bytes.length > 0) {
      var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }
  }

  /** A TLS ClientHello as the JDK makes it. */
  static byte[] clientHello() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
      engine.setUseClientMode(true);
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      byte[] bytes = new byte[hello.flip().remaining()];
      hello.get(bytes);
      return bytes;
    } catch (NoSuchAlgorithmException | SSLException e) {
      throw new IllegalStateException("the JDK begins no TLS handshake", e);
    }
  }

  /** The same garbage each time. */
  static byte[] garbage(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Lines of HTTP, with an empty one behind them. */
  static byte[] head(String... lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
