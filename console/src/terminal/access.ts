import { ServiceError, tunnels } from '../service/service';
import { Link, type Socket } from '../tunnel/link';

/** Somebody else's source is connected, and would be shut out. */
export class SourceInUse extends Error {}

/** Becomes the source of a tunnel. The token comes and goes in a cookie that scripts cannot read. */
export function openLink(tunnelId: string, service: string, takeOver: boolean): Promise<Link> {
  // All pages of the browser share the cookie: one at a time between its coming and its use.
  return navigator.locks.request('adit-tunnel-token', () => openAlone(tunnelId, service, takeOver));
}

async function openAlone(tunnelId: string, service: string, takeOver: boolean): Promise<Link> {
  let subprotocol: string;
  try {
    ({ subprotocol } = await tunnels.connect(tunnelId, service, takeOver));
  } catch (e) {
    throw inUse(e) ? new SourceInUse() : e;
  }
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${window.location.host}/tunnel?local-proxy-mode=source`, subprotocol);
  const link = new Link(socket as unknown as Socket);
  await link.services;
  return link;
}

function inUse(e: unknown): boolean {
  return e instanceof ServiceError && e.status === 409;
}
