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

  /** What arrives. Buffers are views of the chunk that is being read, except a control frame's. */
  public interface Listener {
    /** The next bytes of the tunnel's byte stream. */
    void onPayload(ByteBuffer bytes);

    /** A ping, to be answered with exactly these bytes. */
    void onPing(ByteBuffer payload);

    void onPong(ByteBuffer payload);

    /**
     * The end: nothing that follows is read.
     *
     * @param code as sent, or 1005 where the frame had none
     */
    void onClose(int code, String reason);
  }

  private static final int NO_STATUS = 1005;
  private static final int MAX_HEADER_BYTES = 14;

  private final Role role;
  private final Listener listener;
  private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER_BYTES);
  private final ByteBuffer control = ByteBuffer.allocate(Opcode.MAX_CONTROL_PAYLOAD_BYTES);

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
   * Reads a chunk to its end. The chunk must be writable where frames come masked.
   *
   * @throws WireViolation when the peer breaks RFC 6455 or sends text or too large a frame
   */
  public void read(ByteBuffer chunk) {
    while (chunk.hasRemaining() && !closed) {
      if (!inPayload && !readHeader(chunk)) {
        return;
      }
      readPayload(chunk);
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
    payloadBytes =
        switch (second & Opcode.LENGTH_BITS) {
          case Opcode.LENGTH_16 -> header.getShort() & 0xffff;
          case Opcode.LENGTH_64 -> header.getLong();
          default -> second & Opcode.LENGTH_BITS;
        };
    boolean masked = (second & Opcode.MASKED) != 0;
    maskKey = masked ? header.getInt() : 0;
    header.clear();
    check((first & Opcode.RESERVED_BITS) == 0, "a reserved bit is set, no extension was agreed");
    check(masked == (role == Role.SERVER), masked ? "a masked frame" : "a frame without mask");
    checkKind();
    inPayload = true;
    payloadRead = 0;
    control.clear();
  }

  private void checkKind() {
    switch (opcode) {
      case Opcode.BINARY -> check(!inFragments, "a new message inside a fragmented one");
      case Opcode.CONTINUATION -> check(inFragments, "a continuation of nothing");
      case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
        check(fin, "a fragmented control frame");
        check(
            payloadBytes >= 0 && payloadBytes <= Opcode.MAX_CONTROL_PAYLOAD_BYTES,
            "a control frame of " + payloadBytes + " bytes");
      }
      case Opcode.TEXT ->
          throw new WireViolation(WireViolation.Kind.NOT_BINARY, "a text frame; send binary");
      default -> check(false, "opcode " + opcode);
    }
    if (payloadBytes < 0 || payloadBytes > WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES) {
      throw new WireViolation(
          WireViolation.Kind.TOO_LARGE,
          "a WebSocket frame of "
              + Long.toUnsignedString(payloadBytes)
              + " bytes; at most "
              + WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES
              + " are allowed");
    }
    if (!Opcode.isControl(opcode)) {
      inFragments = !fin;
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
      default -> {
        closed = true;
        check(payload.remaining() != 1, "a close frame of 1 byte");
        int code = payload.hasRemaining() ? payload.getShort() & 0xffff : NO_STATUS;
        listener.onClose(code, reason(payload));
      }
    }
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
