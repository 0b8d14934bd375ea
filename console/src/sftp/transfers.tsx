import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback, useRef, useState } from 'react';
import { useNotices } from '../parts/notices';
import { save } from '../parts/save';
import { useFormat } from '../text/format';
import { useText } from '../text/text';
import type { SftpClient } from './client';

interface Transfer {
  id: number;
  name: string;
  up: boolean;
  total: number;
  done: number;
  bytesPerSecond: number;
  state: 'running' | 'finished' | 'stopped';
  stop: AbortController;
}

export interface Transfers {
  list: Transfer[];
  upload: (file: File, path: string) => void;
  download: (path: string, name: string, size: number) => void;
}

const SHOW_EVERY_MS = 150;

/** Uploads and downloads, and how far they are. */
export function useTransfers(sftp: SftpClient | null, onUploaded: () => void): Transfers {
  const notices = useNotices();
  const [list, setList] = useState<Transfer[]>([]);
  const lastId = useRef(0);
  const uploaded = useRef(onUploaded);
  uploaded.current = onUploaded;

  const run = useCallback(
    async (name: string, up: boolean, total: number, work: (progress: (bytes: number) => void, signal: AbortSignal) => Promise<void>) => {
      const id = ++lastId.current;
      const stop = new AbortController();
      const begun = performance.now();
      let shown = 0;
      const change = (part: Partial<Transfer>) => setList((old) => old.map((one) => (one.id === id ? { ...one, ...part } : one)));
      const progress = (done: number) => {
        const now = performance.now();
        if (now - shown > SHOW_EVERY_MS) {
          shown = now;
          change({ done, bytesPerSecond: done / ((now - begun) / 1000) });
        }
      };
      setList((old) => [...old.slice(-4), { id, name, up, total, done: 0, bytesPerSecond: 0, state: 'running', stop }]);
      try {
        await work(progress, stop.signal);
        change({ state: 'finished', done: total });
        if (up) {
          uploaded.current();
        }
      } catch (e) {
        change({ state: 'stopped' });
        if (!stop.signal.aborted) {
          notices.failure(e);
        }
      }
    },
    [notices],
  );

  return {
    list,
    upload: (file, path) =>
      void run(file.name, true, file.size, (progress, signal) => sftp!.upload(path, file, progress, signal)),
    download: (path, name, size) =>
      void run(name, false, size, async (progress, signal) => {
        const pieces: BlobPart[] = [];
        let done = 0;
        await sftp!.download(
          path,
          (piece) => {
            pieces.push(piece as BlobPart);
            progress((done += piece.length));
          },
          signal,
        );
        save(name, new Blob(pieces, { type: 'application/octet-stream' }));
      }),
  };
}

export function TransferList({ transfers }: { transfers: Transfers }) {
  const text = useText();
  const format = useFormat();
  return (
    <SpaceBetween size="xs">
      {transfers.list.map((transfer) => (
        <ProgressBar
          key={transfer.id}
          label={transfer.up ? text.sftp.uploading(transfer.name) : text.sftp.downloading(transfer.name)}
          value={transfer.total > 0 ? Math.min(100, (transfer.done / transfer.total) * 100) : transfer.state === 'finished' ? 100 : 0}
          status={transfer.state === 'running' ? 'in-progress' : transfer.state === 'finished' ? 'success' : 'error'}
          resultText={transfer.state === 'finished' ? text.sftp.finished : text.sftp.stopped}
          additionalInfo={
            transfer.state === 'running' ? (
              <Button variant="inline-link" ariaLabel={text.sftp.stop(transfer.name)} onClick={() => transfer.stop.abort()}>
                {text.common.cancel}
              </Button>
            ) : undefined
          }
          description={`${format.bytes(transfer.done)} / ${format.bytes(transfer.total)} · ${text.sftp.perSecond(format.bytes(transfer.bytesPerSecond))}`}
        />
      ))}
    </SpaceBetween>
  );
}
