import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { frame, FrameReader } from '../src/wire/frames.ts';
import { decode, encode, MAX_PAYLOAD_BYTES, message, MessageType, type Message } from '../src/wire/message.ts';

/** Relay and destination proxy in one: carries a source's connections to local ports. */
export function serve(socket: WebSocket, ports: Record<string, number>): void {
  const frames = new FrameReader();
  const connections = new Map<string, Socket>();
  const send = (m: Message) => socket.send(frame(encode(m)));
  send(message(MessageType.SERVICE_IDS, { availableServiceIds: Object.keys(ports) }));

  const start = (m: Message) => {
    const target = connect(ports[m.serviceId] ?? 0, '127.0.0.1');
    const key = `${m.serviceId}/${m.connectionId}`;
    const about = { streamId: m.streamId, serviceId: m.serviceId, connectionId: m.connectionId };
    connections.set(key, target);
    target.on('data', (data) => {
      for (let at = 0; at < data.length; at += MAX_PAYLOAD_BYTES) {
        send(message(MessageType.DATA, { ...about, payload: data.subarray(at, at + MAX_PAYLOAD_BYTES) }));
      }
      if (socket.bufferedAmount > 1_000_000) {
        target.pause();
        const drained = setInterval(() => {
          if (socket.bufferedAmount < 500_000) {
            clearInterval(drained);
            target.resume();
          }
        }, 5);
      }
    });
    target.on('error', () => {});
    target.on('close', () => {
      if (connections.delete(key)) {
        send(message(MessageType.CONNECTION_RESET, about));
      }
    });
  };

  const onMessage = (m: Message) => {
    const key = `${m.serviceId}/${m.connectionId}`;
    switch (m.type) {
      case MessageType.STREAM_START:
      case MessageType.CONNECTION_START:
        start(m);
        return;
      case MessageType.DATA:
        connections.get(key)?.write(m.payload);
        return;
      case MessageType.CONNECTION_RESET: {
        const target = connections.get(key);
        connections.delete(key);
        target?.end();
      }
    }
  };
  socket.on('message', (data: Buffer) => frames.read(new Uint8Array(data)).forEach((bytes) => onMessage(decode(new Uint8Array(bytes)))));
  socket.on('close', () => connections.forEach((target) => target.destroy()));
}
