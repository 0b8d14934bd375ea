package io.adit.wire.websocket;

/**
 * The first bytes of a frame (RFC 6455, section 5.2).
 *
 * <pre>
 *   0               1               2               3
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 *  |F|R|R|R| opcode|M| length 7    | length 16 or 64, if 126 or 127 |
 *  |I|S|S|S|  (4)  |A|             |                               |
 *  |N|V|V|V|       |S|             |   then 4 bytes of mask if M   |
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 * </pre>
 */
final class Opcode {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  static final int FIN = 0x80;
  static final int RESERVED_BITS = 0x70;
  static final int OPCODE_BITS = 0x0f;
  static final int MASKED = 0x80;
  static final int LENGTH_BITS = 0x7f;
  static final int LENGTH_16 = 126;
  static final int LENGTH_64 = 127;
  static final int MAX_CONTROL_PAYLOAD_BYTES = 125;

  private Opcode() {}

  static boolean isControl(int opcode) {
    return opcode >= CLOSE;
  }
}
