package io.adit.bench.jmh;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.websocket.MessageFraming;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A message of a connection in each of its forms on the wire. */
record Sample(Message message, byte[] encoded, byte[] frame, byte[] masked, byte[] unmasked) {
  private static final int MASK_KEY = 0x5eedf00d;

  static Sample of(int payloadBytes) {
    byte[] payload = new byte[payloadBytes];
    new SplittableRandom(1).nextBytes(payload);
    Message message = new Message.Data(7, "SSH", 3, ByteBuffer.wrap(payload));
    ByteBuffer encoded = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, encoded);
    byte[] unmasked = framed(MessageFraming.fromServer(message));
    int frameBytes = encoded.capacity() + 2;
    return new Sample(
        message,
        encoded.array(),
        Arrays.copyOfRange(unmasked, unmasked.length - frameBytes, unmasked.length),
        framed(MessageFraming.fromClient(message)),
        unmasked);
  }

  private static byte[] framed(MessageFraming framing) {
    ByteBuffer out = ByteBuffer.allocate(framing.size());
    framing.write(out, MASK_KEY);
    return out.array();
  }
}
