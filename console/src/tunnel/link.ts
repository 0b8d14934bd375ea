import { frame, FrameReader } from '../wire/frames.ts';
import { decode, encode, MAX_PAYLOAD_BYTES, message, MessageType, WireViolation, type Message } from '../wire/message.ts';

/** The part of a browser's WebSocket that a link uses. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

export const SUBPROTOCOL = 'aws.iot.securetunneling-3.0';

/** So much may wait in the browser before writers wait too. */
const MOST_BUFFERED_BYTES = 1 << 20;
const DRAIN_POLL_MS = 5;

/** Why a link is over. */
export class LinkClosed extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason || `the tunnel's link ended (${code})`);
    this.code = code;
  }

  /** The tunnel itself is at its end: nothing is gained by coming back. */
  get final(): boolean {
    return this.code === 1000;
  }

  /** Another source has the tunnel now. */
  get replaced(): boolean {
    return this.code === 1008;
  }
}

/** What one connection tells its user. */
export interface ConnectionListener {
  onData(data: Uint8Array): void;
  /** It is over; an error where it did not end by itself. */
  onEnd(error: Error | null): void;
}

/** One TCP connection through the tunnel, from this page to a service of the device. */
export interface Connection {
  /** Waits while the link cannot take more. */
  send(data: Uint8Array): Promise<void>;
  close(): void;
}

interface Open {
  service: string;
  streamId: number;
  connectionId: number;
  listener: ConnectionListener;
}

/**
 * A tunnel's source: one WebSocket to the relay, and the connections in it, in dialect V3.
 * docs/protocol.md has the rules.
 */
export class Link {
  /** The tunnel's services, once the relay has named them. */
  readonly services: Promise<string[]>;
  private readonly socket: Socket;
  private readonly frames = new FrameReader();
  private readonly open = new Map<string, Open>();
  private readonly streams = new Map<string, number>();
  private lastStreamId = 0;
  private lastConnectionId = 0;
  private ended: LinkClosed | null = null;
  private onServices: (services: string[]) => void = () => {};
  private onRefused: (error: Error) => void = () => {};
  private onEndListener: (why: LinkClosed) => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    this.services = new Promise((resolve, reject) => {
      this.onServices = resolve;
      this.onRefused = reject;
    });
    this.services.catch(() => {});
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => this.onPiece(event.data);
    socket.onclose = (event) => this.end(new LinkClosed(event.code, event.reason));
    socket.onerror = () => {};
  }

  whenEnded(listener: (why: LinkClosed) => void): void {
    this.onEndListener = listener;
    if (this.ended) {
      listener(this.ended);
    }
  }

  get isOpen(): boolean {
    return this.ended === null;
  }

  /** Begins a connection; it may be written to at once, a start is never acknowledged. */
  connect(service: string, listener: ConnectionListener): Connection {
    if (this.ended) {
      throw this.ended;
    }
    const running = this.streams.get(service);
    const connectionId = running === undefined ? 1 : ++this.lastConnectionId;
    if (running === undefined) {
      this.lastConnectionId = Math.max(this.lastConnectionId, 1);
    }
    const streamId = running ?? ++this.lastStreamId;
    this.streams.set(service, streamId);
    const connection: Open = { service, streamId, connectionId, listener };
    this.open.set(keyOf(connection), connection);
    this.put(running === undefined ? MessageType.STREAM_START : MessageType.CONNECTION_START, connection);
    return {
      send: (data) => this.send(connection, data),
      close: () => this.close(connection),
    };
  }

  /** Ends the link and all connections in it. */
  disconnect(): void {
    this.socket.close(1000);
    this.end(new LinkClosed(1000, ''));
  }

  private async send(connection: Open, data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += MAX_PAYLOAD_BYTES) {
      await this.drained();
      if (this.ended) {
        throw this.ended;
      }
      if (!this.open.has(keyOf(connection))) {
        throw new Error('the connection is closed');
      }
      this.put(MessageType.DATA, connection, data.subarray(at, at + MAX_PAYLOAD_BYTES));
    }
  }

  /** A browser has no event for it. */
  private async drained(): Promise<void> {
    while (!this.ended && this.socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_POLL_MS));
    }
  }

  private close(connection: Open): void {
    if (this.open.delete(keyOf(connection)) && !this.ended) {
      this.put(MessageType.CONNECTION_RESET, connection);
    }
  }

  private put(type: number, connection: Open, payload?: Uint8Array): void {
    const { streamId, connectionId, service: serviceId } = connection;
    this.socket.send(frame(encode(message(type, { streamId, serviceId, connectionId, payload: payload ?? new Uint8Array(0) }))));
  }

  private onPiece(data: ArrayBuffer): void {
    try {
      for (const bytes of this.frames.read(new Uint8Array(data))) {
        this.onMessage(decode(bytes));
      }
    } catch (e) {
      if (!(e instanceof WireViolation)) {
        throw e;
      }
      this.socket.close(4002, e.message.slice(0, 120));
      this.end(new LinkClosed(4002, e.message));
    }
  }

  private onMessage(m: Message): void {
    switch (m.type) {
      case MessageType.SERVICE_IDS:
        this.onServices(m.availableServiceIds);
        return;
      case MessageType.DATA:
        this.open.get(keyOf({ ...m, service: this.named(m) }))?.listener.onData(m.payload);
        return;
      case MessageType.CONNECTION_RESET:
        this.reset((c) => c.service === this.named(m) && c.streamId === m.streamId && c.connectionId === m.connectionId);
        return;
      case MessageType.STREAM_RESET:
        if (this.streams.get(this.named(m)) === m.streamId) {
          this.streams.delete(this.named(m));
        }
        this.reset((c) => c.service === this.named(m) && c.streamId === m.streamId);
        return;
      default:
        if (!m.ignorable) {
          throw new WireViolation(`a source is never sent a message of type ${m.type}`);
        }
    }
  }

  /** The only service need not be named. */
  private named(m: Message): string {
    if (m.serviceId !== '' || this.streams.size !== 1) {
      return m.serviceId;
    }
    return [...this.streams.keys()][0]!;
  }

  private reset(which: (connection: Open) => boolean): void {
    for (const [key, connection] of this.open) {
      if (which(connection)) {
        this.open.delete(key);
        connection.listener.onEnd(null);
      }
    }
  }

  private end(why: LinkClosed): void {
    if (this.ended) {
      return;
    }
    this.ended = why;
    this.onRefused(why);
    const connections = [...this.open.values()];
    this.open.clear();
    connections.forEach((connection) => connection.listener.onEnd(why));
    this.onEndListener(why);
  }
}

function keyOf(connection: { service: string; streamId: number; connectionId: number }): string {
  return `${connection.streamId}/${connection.connectionId}/${connection.service}`;
}
