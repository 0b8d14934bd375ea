package io.adit.wire.websocket;

import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a connection's bytes into WebSocket frames and hands out what they carry as it comes: a
 * tunnel's payload is one byte stream, so no message is ever gathered. Unmasks in place. Not thread
 * safe.
 */
public final class WebSocketReader {

  /** Which end reads: it decides whether frames must come masked (RFC 6455, section 5.1). */
  public enum Role {
    SERVER,
    CLIENT
  }

  /** What arrives. A control frame's payload is a buffer of its own, the listener's to keep. */
  public interface Listener {
    /** The next bytes of the tunnel's byte stream, a view of the chunk that is being read. */
    void onPayload(ByteBuffer bytes);

    /** A ping, to be answered with exactly these bytes. */
    void onPing(ByteBuffer payload);

    void onPong(ByteBuffer payload);

    /**
     * The end: nothing that follows is read.
     *
     * @param code as sent, or {@link CloseCode#NO_STATUS} where the frame had none
     */
    void onClose(int code, String reason);
  }

  private static final int MAX_HEADER_BYTES = 14;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Role role;
  private final Listener listener;
  private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER_BYTES);

  /** The payload of the control frame that is being read. */
  private ByteBuffer control = NOTHING;

  private boolean inPayload;
  private boolean inFragments;
  private boolean closed;
  private boolean fin;
  private int opcode;
  private int maskKey;
  private long payloadBytes;
  private long payloadRead;

  public WebSocketReader(Role role, Listener listener) {
    this.role = role;
    this.listener = listener;
  }

  /**
   * Reads a chunk to its end. The chunk must be writable where frames come masked. Behind a close
   * frame, a violation or anything else that the listener throws, nothing is read any more.
   *
   * @throws WireViolation when the peer breaks RFC 6455 or sends text or too large a frame
   */
  public void read(ByteBuffer chunk) {
    try {
      while (chunk.hasRemaining() && !closed) {
        if (!inPayload && !readHeader(chunk)) {
          return;
        }
        readPayload(chunk);
      }
    } catch (RuntimeException e) {
      closed = true;
      throw e;
    }
  }

  /** Reads header bytes; true once the header is complete. */
  private boolean readHeader(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      header.put(chunk.get());
      if (header.position() >= 2 && header.position() == headerBytes()) {
        parseHeader();
        return true;
      }
    }
    return false;
  }

  private int headerBytes() {
    int second = header.get(1);
    int extended =
        switch (second & Opcode.LENGTH_BITS) {
          case Opcode.LENGTH_16 -> 2;
          case Opcode.LENGTH_64 -> 8;
          default -> 0;
        };
    return 2 + extended + ((second & Opcode.MASKED) == 0 ? 0 : 4);
  }

  private void parseHeader() {
    header.flip();
    int first = header.get();
    int second = header.get();
    fin = (first & Opcode.FIN) != 0;
    opcode = first & Opcode.OPCODE_BITS;
    payloadBytes = readLength(second & Opcode.LENGTH_BITS);
    boolean masked = (second & Opcode.MASKED) != 0;
    maskKey = masked ? header.getInt() : 0;
    header.clear();
    check((first & Opcode.RESERVED_BITS) == 0, "a reserved bit is set, no extension was agreed");
    check(masked == (role == Role.SERVER), masked ? "a masked frame" : "a frame without mask");
    checkKind();
    checkSize();
    if (Opcode.isControl(opcode)) {
      control = ByteBuffer.allocate((int) payloadBytes);
    } else {
      inFragments = !fin;
    }
    inPayload = true;
    payloadRead = 0;
  }

  private long readLength(int length) {
    long extended =
        switch (length) {
          case Opcode.LENGTH_16 -> header.getShort() & 0xffff;
          case Opcode.LENGTH_64 -> header.getLong();
          default -> length;
        };
    // Section 5.2: the shortest form is a must. Above the sign bit it is refused as too large.
    boolean shortest =
        switch (length) {
          case Opcode.LENGTH_16 -> extended >= Opcode.LENGTH_16;
          case Opcode.LENGTH_64 -> extended < 0 || extended > 0xffff;
          default -> true;
        };
    check(shortest, "the length " + extended + " is not in its shortest form");
    return extended;
  }

  private void checkKind() {
    switch (opcode) {
      case Opcode.BINARY -> check(!inFragments, "a new message inside a fragmented one");
      case Opcode.CONTINUATION -> check(inFragments, "a continuation of nothing");
      case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
        check(fin, "a fragmented control frame");
        check(
            payloadBytes >= 0 && payloadBytes <= Opcode.MAX_CONTROL_PAYLOAD_BYTES,
            "a control frame of " + Long.toUnsignedString(payloadBytes) + " bytes");
      }
      case Opcode.TEXT ->
          throw new WireViolation(WireViolation.Kind.NOT_BINARY, "a text frame; send binary");
      default -> check(false, "opcode " + opcode);
    }
  }

  private void checkSize() {
    if (payloadBytes < 0 || payloadBytes > WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES) {
      throw new WireViolation(
          WireViolation.Kind.TOO_LARGE,
          "a WebSocket frame of "
              + Long.toUnsignedString(payloadBytes)
              + " bytes; at most "
              + WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES
              + " are allowed");
    }
  }

  private void readPayload(ByteBuffer chunk) {
    int count = (int) Math.min(payloadBytes - payloadRead, chunk.remaining());
    ByteBuffer part = chunk.slice(chunk.position(), count);
    chunk.position(chunk.position() + count);
    if (role == Role.SERVER) {
      Masking.apply(part, maskKey, payloadRead);
    }
    payloadRead += count;
    inPayload = payloadRead < payloadBytes;
    if (Opcode.isControl(opcode)) {
      control.put(part);
      if (!inPayload) {
        onControl(control.flip());
      }
    } else if (count > 0) {
      listener.onPayload(part);
    }
  }

  private void onControl(ByteBuffer payload) {
    switch (opcode) {
      case Opcode.PING -> listener.onPing(payload);
      case Opcode.PONG -> listener.onPong(payload);
      default -> onCloseFrame(payload);
    }
  }

  private void onCloseFrame(ByteBuffer payload) {
    closed = true;
    if (!payload.hasRemaining()) {
      listener.onClose(CloseCode.NO_STATUS, "");
      return;
    }
    check(payload.remaining() != 1, "a close frame of 1 byte");
    int code = payload.getShort() & 0xffff;
    check(CloseCode.isSendable(code), "close code " + code);
    listener.onClose(code, reason(payload));
  }

  private static String reason(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new WireViolation(WireViolation.Kind.WEBSOCKET, "a close reason that is not UTF-8");
    }
  }

  private static void check(boolean kept, String broken) {
    if (!kept) {
      throw new WireViolation(WireViolation.Kind.WEBSOCKET, broken);
    }
  }
}
