import { MAX_MESSAGE_BYTES, WireViolation } from './message.ts';

/** Two bytes of length, big-endian, and the message. */
export function frame(message: Uint8Array): Uint8Array<ArrayBuffer> {
  if (message.length === 0 || message.length > MAX_MESSAGE_BYTES) {
    throw new WireViolation(`a frame cannot hold ${message.length} bytes`);
  }
  const framed = new Uint8Array(2 + message.length);
  framed[0] = message.length >>> 8;
  framed[1] = message.length & 0xff;
  framed.set(message, 2);
  return framed;
}

/** Cuts messages out of bytes that come in any pieces. */
export class FrameReader {
  private rest: Uint8Array = new Uint8Array(0);

  /** The messages that are whole now; those in one piece are views of it. */
  read(piece: Uint8Array): Uint8Array[] {
    const input = this.rest.length === 0 ? piece : joined(this.rest, piece);
    const messages: Uint8Array[] = [];
    let at = 0;
    while (input.length - at >= 2) {
      const length = (input[at]! << 8) | input[at + 1]!;
      if (length === 0) {
        throw new WireViolation('a frame is empty');
      }
      if (input.length - at - 2 < length) {
        break;
      }
      messages.push(input.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    this.rest = at < input.length ? input.slice(at) : new Uint8Array(0);
    return messages;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
