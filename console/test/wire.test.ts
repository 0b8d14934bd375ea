import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { frame, FrameReader } from '../src/wire/frames.ts';
import { decode, encode, message, WireViolation, type Message } from '../src/wire/message.ts';

/** Messages and their bytes as module wire's codec writes them; vectors.json says how they were made. */
interface Vector {
  hex: string;
  type: number;
  streamId?: number;
  ignorable?: boolean;
  payload?: string;
  serviceId?: string;
  availableServiceIds?: string[];
  connectionId?: number;
}

const vectors = (JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as { messages: Vector[] }).messages;
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (b: Uint8Array) => Buffer.from(b).toString('hex');

function of(vector: Vector): Message {
  const { hex: _, payload, type, ...fields } = vector;
  return message(type, { ...fields, payload: bytes(payload ?? '') });
}

describe('messages', () => {
  test.each(vectors.map((vector) => [vector.hex.slice(0, 60), vector] as const))('%s is written as module wire writes it', (_, vector) => {
    expect(hex(encode(of(vector)))).toBe(vector.hex);
  });

  test.each(vectors.map((vector) => [vector.hex.slice(0, 60), vector] as const))('%s is read as module wire reads it', (_, vector) => {
    const read = decode(bytes(vector.hex));

    expect({ ...read, payload: hex(read.payload) }).toEqual({ ...of(vector), payload: vector.payload ?? '' });
  });

  test('of a field that comes twice the last value counts', () => {
    expect(decode(bytes('080110011002')).streamId).toBe(2);
  });

  test.each([
    ['a field that is not in the table', '4001'],
    ['another wire type', '0a0101'],
    ['a length that ends outside of the message', '220568'],
    ['a number longer than ten bytes', '08ffffffffffffffffffff01'],
    ['a message that ends inside a number', '0880'],
    ['a name that is not UTF-8', '2a01ff'],
  ])('%s is refused', (_, broken) => {
    expect(() => decode(bytes(broken))).toThrow(WireViolation);
  });
});

describe('frames', () => {
  const all = [new Uint8Array([1]), new Uint8Array(300).fill(7), new Uint8Array(65_535).fill(9), new Uint8Array([2, 3])];
  const stream = Buffer.concat(all.map((one) => frame(one)));

  test.each([1, 2, 3, 301, 4096, stream.length])('cut into pieces of %i bytes give the same messages', (size) => {
    const reader = new FrameReader();
    const read: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += size) {
      read.push(...reader.read(new Uint8Array(stream.subarray(at, at + size))).map((one) => one.slice()));
    }

    expect(read.map(hex)).toEqual(all.map(hex));
  });

  test('an empty frame is refused', () => {
    expect(() => new FrameReader().read(new Uint8Array([0, 0]))).toThrow(WireViolation);
  });

  test('a message that does not fit is refused', () => {
    expect(() => frame(new Uint8Array(65_536))).toThrow(WireViolation);
  });
});
