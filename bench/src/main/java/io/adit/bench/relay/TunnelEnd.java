package io.adit.bench.relay;

import io.adit.bench.carry.Generator;
import io.adit.bench.carry.Pump;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One side's link to Adit's relay, as lean as can be: it makes the handshake and one stream, and
 * from then on only takes WebSocket frames apart and counts what is in them. All on the channel's
 * event loop.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter implements WebSocketReader.Listener {
  static final String SERVICE = "BENCH";

  /** Masking costs the relay the same with any key but 0. */
  private static final int MASK_KEY = 0x9a3c_51e7;

  private static final String HEAD_END = "\r\n\r\n";
  private static final String ACCEPTED = "HTTP/1.1 101 ";
  static final int FIRST_ID = 1;

  private final Channel channel;
  private final Side side;
  private final StringBuilder head = new StringBuilder();
  private final WebSocketReader webSocket = new WebSocketReader(WebSocketReader.Role.CLIENT, this);
  private final FrameReader frames = new FrameReader();
  private final CompletableFuture<Pump> ready;
  private boolean upgraded;
  private @Nullable Pump pump;

  private TunnelEnd(Channel channel, Side side, CompletableFuture<Pump> ready) {
    this.ready = ready;
    this.channel = channel;
    this.side = side;
  }

  /**
   * Begins the handshake on a fresh TLS connection.
   *
   * @param ready told when the stream stands, which the source begins
   */
  static void open(Channel channel, Side side, String token, CompletableFuture<Pump> ready) {
    var end = new TunnelEnd(channel, side, ready);
    channel.pipeline().addLast(end);
    var _ =
        channel.writeAndFlush(Unpooled.copiedBuffer(end.request(token), StandardCharsets.US_ASCII));
  }

  private String request(String token) {
    return """
    GET /tunnel?local-proxy-mode=%s HTTP/1.1
    Host: localhost
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Protocol: %s
    User-Agent: adit-bench
    access-token: %s
    client-token: %s

    """
        .formatted(side.mode(), Subprotocol.V3.wireName(), token, UUID.randomUUID())
        .replace("\n", "\r\n");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) {
    ByteBuf bytes = (ByteBuf) arrived;
    try {
      if (!upgraded) {
        readHead(bytes);
      }
      if (upgraded) {
        for (ByteBuffer part : bytes.nioBuffers()) {
          webSocket.read(part);
        }
      }
    } finally {
      bytes.release();
    }
  }

  /** Byte by byte: what follows the head is WebSocket. */
  private void readHead(ByteBuf bytes) {
    while (bytes.isReadable() && !upgraded) {
      head.append((char) bytes.readUnsignedByte());
      upgraded = head.indexOf(HEAD_END, Math.max(0, head.length() - HEAD_END.length())) >= 0;
    }
    if (upgraded && !head.toString().startsWith(ACCEPTED)) {
      fail(new IOException("the relay answers " + head.toString().lines().findFirst().orElse("")));
    }
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    Pump its = pump;
    if (its == null) {
      frames.read(bytes, this::onMessage);
    } else {
      its.onArrival(bytes.remaining());
    }
  }

  private void onMessage(ByteBuffer bytes) {
    switch (MessageCodec.decode(bytes, MessageCodec.UnknownFields.SKIP)) {
      case Message.ServiceIds _ -> {
        if (side == Side.SOURCE) {
          send(new Message.StreamStart(FIRST_ID, SERVICE, FIRST_ID));
          begin(FIRST_ID, FIRST_ID);
        }
      }
      case Message.StreamStart start -> begin(start.streamId(), start.connectionId());
      case Message other -> fail(new IOException("the relay sends " + other));
    }
  }

  private void begin(int streamId, int connectionId) {
    var data =
        new Message.Data(streamId, SERVICE, connectionId, ByteBuffer.wrap(Generator.payload()));
    var its = new Pump(channel, framed(data));
    pump = its;
    channel.pipeline().addLast(its);
    ready.complete(its);
  }

  private void send(Message message) {
    var _ = channel.writeAndFlush(framed(message));
  }

  private static ByteBuf framed(Message message) {
    var framing = MessageFraming.fromClient(message);
    ByteBuffer frame = ByteBuffer.allocateDirect(framing.size());
    framing.write(frame, MASK_KEY);
    return Unpooled.wrappedBuffer(frame.flip());
  }

  @Override
  public void onPing(ByteBuffer payload) {
    var _ =
        channel.writeAndFlush(
            Unpooled.wrappedBuffer(ControlFrame.pongFromClient(payload, MASK_KEY)));
  }

  @Override
  public void onPong(ByteBuffer payload) {}

  @Override
  public void onClose(int code, String reason) {
    fail(new IOException("the relay closes the link: " + code + " " + reason));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(new IOException("the relay ended a link"));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
    context.fireExceptionCaught(cause);
  }

  private void fail(Throwable cause) {
    ready.completeExceptionally(cause);
    var _ = channel.close();
  }
}
