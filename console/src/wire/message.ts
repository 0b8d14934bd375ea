/** One protobuf unit of the tunnel protocol; docs/protocol.md, "Messages". */
export interface Message {
  type: number;
  streamId: number;
  ignorable: boolean;
  payload: Uint8Array;
  serviceId: string;
  availableServiceIds: string[];
  connectionId: number;
}

export const MessageType = {
  DATA: 1,
  STREAM_START: 2,
  STREAM_RESET: 3,
  SESSION_RESET: 4,
  SERVICE_IDS: 5,
  CONNECTION_START: 6,
  CONNECTION_RESET: 7,
} as const;

export const MAX_PAYLOAD_BYTES = 64_512;
export const MAX_MESSAGE_BYTES = 65_535;

/** Bytes that are no message, or break a rule of the wire. */
export class WireViolation extends Error {}

const EMPTY = new Uint8Array(0);
const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function message(type: number, fields: Partial<Omit<Message, 'type'>> = {}): Message {
  return {
    type,
    streamId: 0,
    ignorable: false,
    payload: EMPTY,
    serviceId: '',
    availableServiceIds: [],
    connectionId: 0,
    ...fields,
  };
}

const VARINT = 0;
const BYTES = 2;

/** Fields in ascending order, defaults left out. */
export function encode(m: Message): Uint8Array<ArrayBuffer> {
  const service = utf8.encode(m.serviceId);
  const offered = m.availableServiceIds.map((id) => utf8.encode(id));
  const size =
    64 + m.payload.length + service.length + offered.reduce((sum, id) => sum + id.length + 6, 0);
  const out = new Writer(size);
  out.number(1, m.type);
  out.number(2, m.streamId);
  out.number(3, m.ignorable ? 1 : 0);
  if (m.payload.length > 0) {
    out.bytes(4, m.payload);
  }
  if (service.length > 0) {
    out.bytes(5, service);
  }
  offered.forEach((id) => out.bytes(6, id));
  out.unsigned(7, m.connectionId);
  return out.written();
}

class Writer {
  private readonly buffer: Uint8Array<ArrayBuffer>;
  private at = 0;

  constructor(size: number) {
    this.buffer = new Uint8Array(size);
  }

  /** An int32: a negative one is ten bytes long. */
  number(field: number, value: number): void {
    if (value !== 0) {
      this.varint((field << 3) | VARINT);
      this.signed(value);
    }
  }

  unsigned(field: number, value: number): void {
    if (value !== 0) {
      this.varint((field << 3) | VARINT);
      this.varint(value >>> 0);
    }
  }

  bytes(field: number, value: Uint8Array): void {
    this.varint((field << 3) | BYTES);
    this.varint(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.at);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.at++] = rest;
  }

  private signed(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value | 0));
    while (rest > 0x7fn) {
      this.buffer[this.at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.at++] = Number(rest);
  }
}

/**
 * Reads a message; its payload is a view of the bytes.
 *
 * @throws WireViolation where they are none
 */
export function decode(bytes: Uint8Array): Message {
  const m = message(0);
  const input = new Reader(bytes);
  while (!input.atEnd()) {
    const tag = input.tag();
    readField(m, tag >>> 3, tag & 7, input);
  }
  return m;
}

function readField(m: Message, field: number, wireType: number, input: Reader): void {
  switch ((field << 3) | wireType) {
    case 0x08:
      m.type = input.int32();
      return;
    case 0x10:
      m.streamId = input.int32();
      return;
    case 0x18:
      m.ignorable = input.varint() !== 0n;
      return;
    case 0x22:
      m.payload = input.bytes();
      return;
    case 0x2a:
      m.serviceId = input.text();
      return;
    case 0x32:
      m.availableServiceIds.push(input.text());
      return;
    case 0x38:
      m.connectionId = input.int32() >>> 0;
      return;
    default:
      throw new WireViolation(`a message has field ${field} of wire type ${wireType}`);
  }
}

class Reader {
  private readonly input: Uint8Array;
  private at = 0;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  atEnd(): boolean {
    return this.at >= this.input.length;
  }

  tag(): number {
    const tag = this.varint();
    if (tag > 0xffff_ffffn) {
      throw new WireViolation('a tag has more than 32 bits');
    }
    return Number(tag);
  }

  varint(): bigint {
    // Nearly all numbers are one byte long.
    const first = this.byte();
    if (first < 0x80) {
      return BigInt(first);
    }
    let value = BigInt(first & 0x7f);
    for (let shift = 7n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return BigInt.asUintN(64, value);
      }
    }
    throw new WireViolation('a number is longer than ten bytes');
  }

  int32(): number {
    return Number(BigInt.asIntN(32, this.varint()));
  }

  bytes(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.input.length - this.at)) {
      throw new WireViolation(`a field of ${length} bytes ends outside of its message`);
    }
    const start = this.at;
    this.at += Number(length);
    return this.input.subarray(start, this.at);
  }

  text(): string {
    try {
      return strictUtf8.decode(this.bytes());
    } catch (e) {
      throw e instanceof WireViolation ? e : new WireViolation('a name is not UTF-8');
    }
  }

  private byte(): number {
    const byte = this.input[this.at++];
    if (byte === undefined) {
      throw new WireViolation('a message ends inside a field');
    }
    return byte;
  }
}
