import type { SshClient, Subsystem } from '../ssh/client.ts';
import { OpenFlag, PacketCutter, PacketReader, PacketWriter, Status, Type, type Attributes } from './packets.ts';

/** What the device said no to. */
export class SftpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Entry extends Attributes {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
}

/** Bytes done so far. */
export type Progress = (bytes: number) => void;

/** All servers take so much in one request. */
const CHUNK_BYTES = 32_768;
/** So many requests are under way at once: 2 MiB, enough for 20 MB/s at 100 ms. */
const PIPELINE = 64;

/** An SFTP client, version 3, over one SSH connection. */
export class SftpClient {
  private readonly waiting = new Map<number, (packet: PacketReader | Error) => void>();
  private readonly cutter = new PacketCutter();
  private subsystem: Subsystem | null = null;
  private lastId = 0;
  private ended: Error | null = null;
  private onVersion: (version: number) => void = () => {};
  private onRefused: (error: Error) => void = () => {};

  /** @throws Error where the device offers no SFTP */
  static async open(ssh: SshClient): Promise<SftpClient> {
    const client = new SftpClient();
    const version = new Promise<number>((resolve, reject) => {
      client.onVersion = resolve;
      client.onRefused = reject;
    });
    version.catch(() => {});
    client.subsystem = await ssh.openSubsystem(
      'sftp',
      (data) => client.onData(data),
      () => client.end(new Error('the file transfer has ended')),
    );
    await client.subsystem.send(new PacketWriter(Type.INIT).uint32(3).packet());
    await version;
    return client;
  }

  close(): void {
    this.subsystem?.close();
  }

  async realPath(path: string): Promise<string> {
    const answer = await this.request(Type.REALPATH, (packet) => packet.string(path), Type.NAME);
    answer.uint32();
    return answer.text();
  }

  async list(path: string): Promise<Entry[]> {
    const handle = await this.handle(Type.OPENDIR, (packet) => packet.string(path));
    const entries: Entry[] = [];
    try {
      for (;;) {
        const answer = await this.request(Type.READDIR, (packet) => packet.string(handle), Type.NAME);
        for (let n = answer.uint32(); n > 0; n--) {
          const name = answer.text();
          answer.binary();
          const attributes = answer.attributes();
          if (name !== '.' && name !== '..') {
            entries.push({ name, kind: kindOf(attributes.permissions), ...attributes });
          }
        }
      }
    } catch (e) {
      if (!(e instanceof SftpError) || e.status !== Status.EOF) {
        throw e;
      }
    } finally {
      await this.release(handle);
    }
    return entries;
  }

  async stat(path: string): Promise<Attributes> {
    return (await this.request(Type.STAT, (packet) => packet.string(path), Type.ATTRS)).attributes();
  }

  async makeFolder(path: string): Promise<void> {
    await this.request(Type.MKDIR, (packet) => packet.string(path).uint32(0), Type.STATUS);
  }

  async remove(path: string, kind: Entry['kind']): Promise<void> {
    await this.request(kind === 'folder' ? Type.RMDIR : Type.REMOVE, (packet) => packet.string(path), Type.STATUS);
  }

  /** Reads a file from its beginning; pieces come in order. */
  async download(path: string, take: (piece: Uint8Array) => void | Promise<void>, signal?: AbortSignal): Promise<void> {
    const handle = await this.handle(Type.OPEN, (packet) => packet.string(path).uint32(OpenFlag.READ).uint32(0));
    const pieces: Promise<Uint8Array | null>[] = [];
    let asked = 0;
    try {
      const { size } = await this.stat(path);
      for (;;) {
        signal?.throwIfAborted();
        // Behind the known size one request at a time finds the end, or what was added meanwhile.
        const ahead = size !== undefined && asked < size ? PIPELINE : 1;
        while (pieces.length < ahead) {
          pieces.push(this.readAt(handle, asked, CHUNK_BYTES));
          asked += CHUNK_BYTES;
        }
        const piece = await pieces.shift()!;
        if (piece === null) {
          return;
        }
        await take(piece);
      }
    } finally {
      await Promise.allSettled(pieces);
      await this.release(handle);
    }
  }

  /** Writes a file anew. */
  async upload(path: string, content: Blob, progress: Progress, signal?: AbortSignal): Promise<void> {
    const flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE;
    const handle = await this.handle(Type.OPEN, (packet) => packet.string(path).uint32(flags).uint32(0));
    const underWay = new Set<Promise<void>>();
    let failed: unknown = null;
    let done = 0;
    try {
      for (let at = 0; at < content.size && !failed; at += CHUNK_BYTES * PIPELINE) {
        const block = new Uint8Array(await content.slice(at, at + CHUNK_BYTES * PIPELINE).arrayBuffer());
        for (let from = 0; from < block.length && !failed; from += CHUNK_BYTES) {
          signal?.throwIfAborted();
          const piece = block.subarray(from, from + CHUNK_BYTES);
          const write = this.writeAt(handle, at + from, piece)
            .then(() => progress((done += piece.length)))
            .catch((e: unknown) => void (failed ??= e))
            .finally(() => underWay.delete(write));
          underWay.add(write);
          if (underWay.size >= PIPELINE) {
            await Promise.race(underWay);
          }
        }
      }
      await Promise.all(underWay);
    } finally {
      await Promise.allSettled(underWay);
      await this.release(handle);
    }
    if (failed) {
      throw failed;
    }
  }

  /** The bytes at a place of the file, as many as asked for unless it ends; null behind its end. */
  private async readAt(handle: Uint8Array, at: number, length: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let got = 0;
    while (got < length) {
      try {
        const answer = await this.request(
          Type.READ,
          (packet) => packet.string(handle).uint64(at + got).uint32(length - got),
          Type.DATA,
        );
        const part = answer.binary();
        parts.push(part);
        got += part.length;
      } catch (e) {
        if (e instanceof SftpError && e.status === Status.EOF) {
          break;
        }
        throw e;
      }
    }
    if (got === 0) {
      return null;
    }
    return parts.length === 1 ? parts[0]! : new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  }

  private async writeAt(handle: Uint8Array, at: number, piece: Uint8Array): Promise<void> {
    await this.request(Type.WRITE, (packet) => packet.string(handle).uint64(at).string(piece), Type.STATUS);
  }

  private async handle(type: number, fields: (packet: PacketWriter) => void): Promise<Uint8Array> {
    return (await this.request(type, fields, Type.HANDLE)).binary().slice();
  }

  private async release(handle: Uint8Array): Promise<void> {
    await this.request(Type.CLOSE, (packet) => packet.string(handle), Type.STATUS).catch(() => {});
  }

  private async request(type: number, fields: (packet: PacketWriter) => void, expected: number): Promise<PacketReader> {
    if (this.ended) {
      throw this.ended;
    }
    const id = (this.lastId = (this.lastId + 1) >>> 0);
    const packet = new PacketWriter(type).uint32(id);
    fields(packet);
    const answer = new Promise<PacketReader | Error>((resolve) => this.waiting.set(id, resolve));
    await this.subsystem!.send(packet.packet());
    const found = await answer;
    if (found instanceof Error) {
      throw found;
    }
    return checked(found, expected);
  }

  private onData(data: Uint8Array): void {
    try {
      for (const bytes of this.cutter.cut(data)) {
        const packet = new PacketReader(bytes);
        if (packet.type === Type.VERSION) {
          this.onVersion(packet.uint32());
          continue;
        }
        const id = packet.uint32();
        const resolve = this.waiting.get(id);
        this.waiting.delete(id);
        resolve?.(packet);
      }
    } catch (e) {
      this.end(e instanceof Error ? e : new Error(String(e)));
      this.close();
    }
  }

  private end(why: Error): void {
    this.ended ??= why;
    this.onRefused(why);
    const all = [...this.waiting.values()];
    this.waiting.clear();
    all.forEach((resolve) => resolve(why));
  }
}

function checked(packet: PacketReader, expected: number): PacketReader {
  if (packet.type === Type.STATUS) {
    const status = packet.uint32();
    const said = packet.text();
    if (status !== Status.OK) {
      throw new SftpError(status, said || `SFTP status ${status}`);
    }
  }
  if (packet.type !== expected) {
    throw new Error(`the device answered with an SFTP packet of type ${packet.type}`);
  }
  return packet;
}

function kindOf(permissions: number | undefined): Entry['kind'] {
  switch ((permissions ?? 0o100000) & 0o170000) {
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    case 0o100000:
      return 'file';
    default:
      return 'other';
  }
}
