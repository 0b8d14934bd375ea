import { expect, test } from 'vitest';
import { Link, LinkClosed, type Connection, type Socket } from '../src/tunnel/link.ts';
import { frame, FrameReader } from '../src/wire/frames.ts';
import { decode, encode, message, MessageType, type Message } from '../src/wire/message.ts';

/** A relay's end, in the same process. */
class Relay implements Socket {
  binaryType = '';
  bufferedAmount = 0;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  readonly received: Message[] = [];
  closedWith: number | undefined;
  private readonly frames = new FrameReader();

  send(data: Uint8Array<ArrayBuffer>): void {
    this.frames.read(data).forEach((bytes) => this.received.push(decode(bytes.slice())));
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  say(m: Message): void {
    const framed = frame(encode(m));
    this.onmessage?.({ data: framed.slice().buffer });
  }

  get brief(): string[] {
    return this.received.map((m) => `${m.type} ${m.serviceId} ${m.streamId}/${m.connectionId}`);
  }
}

interface Heard {
  text: string;
  end: Error | null | undefined;
}

function dial(link: Link, service: string): [Connection, Heard] {
  const heard: Heard = { text: '', end: undefined };
  const connection = link.connect(service, {
    onData: (data) => (heard.text += new TextDecoder().decode(data)),
    onEnd: (error) => (heard.end = error),
  });
  return [connection, heard];
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('the services are those that the relay names', async () => {
  const relay = new Relay();
  const link = new Link(relay);

  relay.say(message(MessageType.SERVICE_IDS, { availableServiceIds: ['SSH', 'HTTP'] }));

  expect(await link.services).toEqual(['SSH', 'HTTP']);
});

test('the first connection starts a stream, the next ones only connections', () => {
  const relay = new Relay();
  const link = new Link(relay);

  dial(link, 'SSH');
  dial(link, 'SSH');
  dial(link, 'HTTP');

  expect(relay.brief).toEqual(['2 SSH 1/1', '6 SSH 1/2', '2 HTTP 2/1']);
});

test('data is cut into pieces that the wire allows, in order', async () => {
  const relay = new Relay();
  const [connection] = dial(new Link(relay), 'SSH');

  await connection.send(new Uint8Array(150_000));

  expect(relay.received.slice(1).map((m) => m.payload.length)).toEqual([64_512, 64_512, 20_976]);
});

test('a writer waits while the browser holds too much', async () => {
  const relay = new Relay();
  const [connection] = dial(new Link(relay), 'SSH');
  relay.bufferedAmount = 2_000_000;
  let sent = false;

  const sending = connection.send(bytes('later')).then(() => (sent = true));
  await Promise.resolve();
  expect(sent).toBe(false);
  relay.bufferedAmount = 0;
  await sending;

  expect(relay.received.length).toBe(2);
});

test('each connection hears its own data', () => {
  const relay = new Relay();
  const link = new Link(relay);
  const [, first] = dial(link, 'SSH');
  const [, second] = dial(link, 'SSH');

  relay.say(message(MessageType.DATA, { streamId: 1, serviceId: 'SSH', connectionId: 2, payload: bytes('two') }));
  relay.say(message(MessageType.DATA, { streamId: 1, serviceId: 'SSH', connectionId: 1, payload: bytes('one') }));

  expect([first.text, second.text]).toEqual(['one', 'two']);
});

test('a reset connection ends and the others live', () => {
  const relay = new Relay();
  const link = new Link(relay);
  const [, first] = dial(link, 'SSH');
  const [, second] = dial(link, 'SSH');

  relay.say(message(MessageType.CONNECTION_RESET, { streamId: 1, serviceId: 'SSH', connectionId: 1 }));

  expect([first.end, second.end]).toEqual([null, undefined]);
});

test('after a reset stream a new one is started', () => {
  const relay = new Relay();
  const link = new Link(relay);
  const [, first] = dial(link, 'SSH');

  relay.say(message(MessageType.STREAM_RESET, { streamId: 1, serviceId: 'SSH' }));
  dial(link, 'SSH');

  expect(first.end).toBeNull();
  expect(relay.brief[1]).toBe('2 SSH 2/1');
});

test('data for a connection that is over is dropped', () => {
  const relay = new Relay();
  const [connection, heard] = dial(new Link(relay), 'SSH');
  connection.close();

  relay.say(message(MessageType.DATA, { streamId: 1, serviceId: 'SSH', connectionId: 1, payload: bytes('late') }));

  expect(heard.text).toBe('');
  expect(relay.brief[1]).toBe('7 SSH 1/1');
});

test('a link that ends tells its connections why', async () => {
  const relay = new Relay();
  const link = new Link(relay);
  const [connection, heard] = dial(link, 'SSH');

  relay.onclose?.({ code: 1000, reason: 'Tunnel is closed' });

  expect(heard.end).toBeInstanceOf(LinkClosed);
  expect((heard.end as LinkClosed).final).toBe(true);
  await expect(connection.send(bytes('x'))).rejects.toThrow('Tunnel is closed');
  await expect(link.services).rejects.toThrow('Tunnel is closed');
});

test('bytes that are no message end the link', () => {
  const relay = new Relay();
  const [, heard] = dial(new Link(relay), 'SSH');

  relay.onmessage?.({ data: new Uint8Array([0, 0]).buffer });

  expect(relay.closedWith).toBe(4002);
  expect(heard.end).toBeInstanceOf(LinkClosed);
});

test('an unknown message is passed over only where it is ignorable', () => {
  const relay = new Relay();
  const link = new Link(relay);

  relay.say(message(99, { ignorable: true }));
  expect(link.isOpen).toBe(true);
  relay.say(message(99));

  expect(link.isOpen).toBe(false);
});
