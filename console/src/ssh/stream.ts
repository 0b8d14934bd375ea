import type { Connection, ConnectionListener } from '../tunnel/link.ts';
import { BaseStream } from './library.ts';

/** A connection through the tunnel, as the SSH library wants its transport. */
export class TunnelStream extends BaseStream {
  private readonly connection: Connection;

  constructor(connect: (listener: ConnectionListener) => Connection) {
    super();
    this.connection = connect({
      onData: (data) => {
        // A zero-length piece would mean the end.
        if (data.length > 0) {
          this.onData(Buffer.from(data.buffer, data.byteOffset, data.length));
        }
      },
      onEnd: (error) => {
        if (error) {
          this.onError(error);
        }
        this.onEnd();
        this.fireOnClose(error ?? undefined);
      },
    });
  }

  override async write(data: Buffer): Promise<void> {
    // The library uses its buffer again; a frame holds a copy before send returns for what fits at once.
    await this.connection.send(data);
  }

  override async close(error?: Error): Promise<void> {
    if (!this.disposed) {
      this.disposed = true;
      this.connection.close();
      this.onEnd();
      this.fireOnClose(error);
    }
  }

  override dispose(): void {
    if (!this.disposed) {
      this.connection.close();
    }
    super.dispose();
  }
}
