package io.adit.wire.websocket;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import java.nio.ByteBuffer;

/**
 * Writes one tunnel message as one unfragmented binary WebSocket message: official clients lose
 * what follows SERVICE_IDS, STREAM_START and STREAM_RESET in the same frame, and others take a
 * frame for exactly one message.
 */
public final class MessageFraming {
  private final Message message;
  private final int messageBytes;
  private final boolean masked;

  private MessageFraming(Message message, boolean masked) {
    this.message = message;
    this.masked = masked;
    this.messageBytes = MessageCodec.encodedSize(message);
    if (messageBytes == 0) {
      throw new IllegalArgumentException("a message of no bytes: " + message);
    }
    if (messageBytes > WireLimits.MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a message of " + messageBytes + " bytes; at most " + WireLimits.MAX_MESSAGE_BYTES);
    }
  }

  /** How the service sends it. */
  public static MessageFraming fromServer(Message message) {
    return new MessageFraming(message, false);
  }

  /** How a client sends it: masked. */
  public static MessageFraming fromClient(Message message) {
    return new MessageFraming(message, true);
  }

  /** The bytes that {@link #write} will write. */
  public int size() {
    int payload = WireLimits.LENGTH_BYTES + messageBytes;
    return ControlFrame.headerSize(payload, masked) + payload;
  }

  /**
   * Writes it where {@code out} stands; there must be room for {@link #size}.
   *
   * @param maskKey random for each call; not used by a server
   */
  public void write(ByteBuffer out, int maskKey) {
    int payload = WireLimits.LENGTH_BYTES + messageBytes;
    ControlFrame.putHeader(out, Opcode.BINARY, payload, masked, maskKey);
    int start = out.position();
    ControlFrame.putBigEndian(out, messageBytes, WireLimits.LENGTH_BYTES);
    MessageCodec.encode(message, out);
    if (masked) {
      Masking.apply(out.slice(start, payload), maskKey, 0);
    }
  }
}
