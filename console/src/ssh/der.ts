/** The few parts of DER that private keys are made of. */

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTETS = 0x04;
const OID = 0x06;
const SEQUENCE = 0x30;

/** Reads one element after the other. */
export class DerReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  peek(): number {
    return this.bytes[this.at] ?? -1;
  }

  sequence(): DerReader {
    return new DerReader(this.element(SEQUENCE));
  }

  /** Without the zero that keeps a number positive. */
  integer(): Uint8Array {
    const bytes = this.element(INTEGER);
    return bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
  }

  number(): number {
    return this.integer().reduce((value, byte) => value * 256 + byte, 0);
  }

  octets(): Uint8Array {
    return this.element(OCTETS);
  }

  /** In its encoded form, as hexadecimal digits. */
  oid(): string {
    return hex(this.element(OID));
  }

  skip(): void {
    this.element(this.peek());
  }

  private element(tag: number): Uint8Array {
    if (this.bytes[this.at] !== tag) {
      throw new Error(`DER: ${this.bytes[this.at]} where ${tag} should be`);
    }
    let length = this.bytes[this.at + 1] ?? 0;
    this.at += 2;
    if (length > 0x80) {
      const digits = length & 0x7f;
      length = this.bytes.subarray(this.at, this.at + digits).reduce((value, byte) => value * 256 + byte, 0);
      this.at += digits;
    }
    const content = this.bytes.subarray(this.at, this.at + length);
    if (content.length < length) {
      throw new Error('DER: an element is longer than what it stands in');
    }
    this.at += length;
    return content;
  }
}

export const der = {
  sequence: (...parts: Uint8Array[]) => element(SEQUENCE, join(parts)),
  octets: (bytes: Uint8Array) => element(OCTETS, bytes),
  oid: (encoded: string) => element(OID, unhex(encoded)),
  zero: new Uint8Array([INTEGER, 1, 0]),
  null: new Uint8Array([0x05, 0]),
  bits: (bytes: Uint8Array) => element(BIT_STRING, join([new Uint8Array([0]), bytes])),
};

function element(tag: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  if (content.length < 0x80) {
    length.push(content.length);
  } else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) {
      length.unshift(rest % 256);
    }
    length.unshift(0x80 | length.length);
  }
  return join([new Uint8Array([tag, ...length]), content]);
}

export function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function unhex(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array((text.match(/../g) ?? []).map((digits) => parseInt(digits, 16)));
}
