import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { tunnels } from './service';
import type { TunnelRow } from './types';
import { Throughput } from './throughput';

/** Newest first are read at once up to here; the rest on demand. */
const READ_AHEAD = 1000;

/** All tunnels that the page knows, kept current by the server's events. */
export interface Live {
  tunnels: TunnelRow[];
  loading: boolean;
  error: unknown;
  /** More tunnels are there than were read. */
  hasMore: boolean;
  loadMore: () => void;
  reload: () => void;
  /** Whether changes come in by themselves at the moment. */
  streaming: boolean;
  connected: ReadonlyMap<string, boolean>;
  throughput: Throughput;
  put: (row: TunnelRow) => void;
  drop: (tunnelId: string) => void;
}

const nothing: Live = {
  tunnels: [],
  loading: false,
  error: null,
  hasMore: false,
  loadMore: () => {},
  reload: () => {},
  streaming: false,
  connected: new Map(),
  throughput: new Throughput(),
  put: () => {},
  drop: () => {},
};

export const LiveContext = createContext<Live>(nothing);

export const useLive = () => useContext(LiveContext);

/** Reads the tunnels and listens to what happens to them, for as long as somebody is signed in. */
export function useLiveTunnels(signedIn: boolean, checkSession: () => void): Live {
  const [rows, setRows] = useState<ReadonlyMap<string, TunnelRow>>(new Map());
  const [connected, setConnected] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [next, setNext] = useState<string | null>(null);
  const [streaming, setStreaming] = useState(false);
  const [round, setRound] = useState(0);
  const throughput = useRef(new Throughput()).current;

  const put = useMemo(
    () => (row: TunnelRow) => {
      throughput.add(row, Date.now());
      setRows((old) => new Map(old).set(row.tunnelId, row));
    },
    [throughput],
  );
  const drop = useMemo(
    () => (tunnelId: string) =>
      setRows((old) => {
        const rest = new Map(old);
        rest.delete(tunnelId);
        return rest;
      }),
    [],
  );

  const read = useMemo(
    () => async (start: string | undefined, atMost: number) => {
      let from = start;
      let count = 0;
      const found: TunnelRow[] = [];
      do {
        const page = await tunnels.page(from);
        found.push(...page.tunnels);
        count += page.tunnels.length;
        from = page.next ?? undefined;
      } while (from && count < atMost);
      return { found, next: from ?? null };
    },
    [],
  );

  useEffect(() => {
    if (!signedIn) {
      setRows(new Map());
      setConnected(new Map());
      return;
    }
    let current = true;
    setLoading(true);
    read(undefined, READ_AHEAD)
      .then(({ found, next: rest }) => {
        if (current) {
          const now = Date.now();
          found.forEach((row) => throughput.add(row, now));
          setRows(new Map(found.map((row) => [row.tunnelId, row])));
          setNext(rest);
          setError(null);
        }
      })
      .catch((e: unknown) => current && setError(e))
      .finally(() => current && setLoading(false));
    return () => {
      current = false;
    };
  }, [signedIn, round, read, throughput]);

  const check = useRef(checkSession);
  check.current = checkSession;
  useEffect(() => {
    if (!signedIn) {
      return;
    }
    const source = new EventSource('/console/api/events');
    let wasLost = false;
    source.onopen = () => {
      setStreaming(true);
      // What happened while nobody listened is in no event.
      if (wasLost) {
        setRound((n) => n + 1);
      }
      wasLost = false;
    };
    source.onerror = () => {
      setStreaming(false);
      wasLost = true;
      check.current();
    };
    source.addEventListener('tunnel', (event) => put(JSON.parse(event.data) as TunnelRow));
    source.addEventListener('gone', (event) => drop((JSON.parse(event.data) as { tunnelId: string }).tunnelId));
    source.addEventListener('thing', (event) => {
      const thing = JSON.parse(event.data) as { thingName: string; connected: boolean };
      setConnected((old) => new Map(old).set(thing.thingName, thing.connected));
    });
    return () => source.close();
  }, [signedIn, put, drop]);

  return useMemo(
    () => ({
      tunnels: [...rows.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
      loading,
      error,
      hasMore: next !== null,
      loadMore: () => {
        if (next) {
          read(next, READ_AHEAD)
            .then(({ found, next: rest }) => {
              setRows((old) => new Map([...found.map((row) => [row.tunnelId, row] as const), ...old]));
              setNext(rest);
            })
            .catch(setError);
        }
      },
      reload: () => setRound((n) => n + 1),
      streaming,
      connected,
      throughput,
      put,
      drop,
    }),
    [rows, loading, error, next, streaming, connected, throughput, put, drop, read],
  );
}
