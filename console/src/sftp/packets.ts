/** Packets of SFTP version 3, draft-ietf-secsh-filexfer-02. */

export const Type = {
  INIT: 1,
  VERSION: 2,
  OPEN: 3,
  CLOSE: 4,
  READ: 5,
  WRITE: 6,
  LSTAT: 7,
  OPENDIR: 11,
  READDIR: 12,
  REMOVE: 13,
  MKDIR: 14,
  RMDIR: 15,
  REALPATH: 16,
  STAT: 17,
  STATUS: 101,
  HANDLE: 102,
  DATA: 103,
  NAME: 104,
  ATTRS: 105,
} as const;

export const Status = { OK: 0, EOF: 1, NO_SUCH_FILE: 2, PERMISSION_DENIED: 3 } as const;

export const OpenFlag = { READ: 1, WRITE: 2, CREATE: 8, TRUNCATE: 16 } as const;

const MOST_PACKET_BYTES = 1 << 20;

export interface Attributes {
  size?: number;
  permissions?: number;
  /** Seconds since 1970. */
  modified?: number;
}

/** Builds one packet. */
export class PacketWriter {
  private buffer = new Uint8Array(256);
  private at = 4;

  constructor(type: number) {
    this.byte(type);
  }

  byte(value: number): this {
    this.room(1);
    this.buffer[this.at++] = value;
    return this;
  }

  uint32(value: number): this {
    this.room(4);
    new DataView(this.buffer.buffer).setUint32(this.at, value);
    this.at += 4;
    return this;
  }

  uint64(value: number): this {
    return this.uint32(Math.floor(value / 2 ** 32)).uint32(value % 2 ** 32);
  }

  string(value: string | Uint8Array): this {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    this.uint32(bytes.length);
    this.room(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  packet(): Uint8Array<ArrayBuffer> {
    new DataView(this.buffer.buffer).setUint32(0, this.at - 4);
    return this.buffer.subarray(0, this.at);
  }

  private room(bytes: number): void {
    if (this.at + bytes > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.at + bytes));
      larger.set(this.buffer);
      this.buffer = larger;
    }
  }
}

/** Reads one packet, behind its length. */
export class PacketReader {
  readonly type: number;
  private readonly bytes: Uint8Array;
  private at = 1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.type = bytes[0]!;
  }

  uint32(): number {
    this.need(4);
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset).getUint32(this.at);
    this.at += 4;
    return value;
  }

  uint64(): number {
    return this.uint32() * 2 ** 32 + this.uint32();
  }

  binary(): Uint8Array {
    const length = this.uint32();
    this.need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(): string {
    return new TextDecoder().decode(this.binary());
  }

  attributes(): Attributes {
    const flags = this.uint32();
    const found: Attributes = {};
    if (flags & 1) {
      found.size = this.uint64();
    }
    if (flags & 2) {
      this.uint64();
    }
    if (flags & 4) {
      found.permissions = this.uint32();
    }
    if (flags & 8) {
      this.uint32();
      found.modified = this.uint32();
    }
    if (flags & 0x8000_0000) {
      for (let n = this.uint32(); n > 0; n--) {
        this.binary();
        this.binary();
      }
    }
    return found;
  }

  private need(bytes: number): void {
    if (this.at + bytes > this.bytes.length) {
      throw new Error('an SFTP packet is cut off');
    }
  }
}

/** Cuts packets out of bytes that come in any pieces. */
export class PacketCutter {
  private pieces: Uint8Array[] = [];
  private held = 0;
  private wanted = 4;

  cut(piece: Uint8Array): Uint8Array[] {
    this.pieces.push(piece);
    this.held += piece.length;
    const packets: Uint8Array[] = [];
    while (this.held >= this.wanted) {
      const whole = this.joined();
      const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0);
      if (length === 0 || length > MOST_PACKET_BYTES) {
        throw new Error(`an SFTP packet of ${length} bytes`);
      }
      if (whole.length < 4 + length) {
        this.wanted = 4 + length;
        break;
      }
      packets.push(whole.subarray(4, 4 + length));
      this.pieces = [whole.subarray(4 + length)];
      this.held = whole.length - 4 - length;
      this.wanted = 4;
    }
    return packets;
  }

  private joined(): Uint8Array {
    if (this.pieces.length === 1) {
      return this.pieces[0]!;
    }
    const whole = new Uint8Array(this.held);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.pieces = [whole];
    return whole;
  }
}
