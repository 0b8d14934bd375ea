import type { HostKey } from '../ssh/client';

/** Host keys that this browser has accepted, one for each device and service. */
const PREFIX = 'adit-console-host-key/';

export type Verdict = { is: 'known' } | { is: 'new' } | { is: 'changed'; remembered: HostKey };

/** What a key is remembered under: the thing, or the tunnel where there is none. */
export function hostName(thing: string | null | undefined, tunnelId: string, service: string): string {
  return `${thing ? `thing/${thing}` : `tunnel/${tunnelId}`}/${service}`;
}

export function judge(host: string, shown: HostKey, store: Storage): Verdict {
  const remembered = read(host, store);
  if (!remembered) {
    return { is: 'new' };
  }
  return remembered.fingerprint === shown.fingerprint ? { is: 'known' } : { is: 'changed', remembered };
}

export function remember(host: string, key: HostKey, store: Storage): void {
  store.setItem(PREFIX + host, JSON.stringify({ type: key.type, fingerprint: key.fingerprint }));
}

export function forget(host: string, store: Storage): void {
  store.removeItem(PREFIX + host);
}

function read(host: string, store: Storage): HostKey | null {
  const kept = store.getItem(PREFIX + host);
  if (kept === null) {
    return null;
  }
  try {
    const key = JSON.parse(kept) as Partial<HostKey>;
    if (typeof key.fingerprint === 'string' && typeof key.type === 'string') {
      return { type: key.type, fingerprint: key.fingerprint };
    }
  } catch {
    // Told below: what cannot be read must not pass for a device never seen.
  }
  return { type: '?', fingerprint: '?' };
}
