import type { Connection, ConnectionListener } from '../tunnel/link.ts';
import { ChannelOpenMessage, SshAuthenticationType, type SshChannel } from './library.ts';
import { EnvironmentRequest, PtyRequest, ShellRequest, SubsystemRequest, WindowChange, type TerminalSize } from './messages.ts';
import { Session, type Credentials } from './session.ts';
import { TunnelStream } from './stream.ts';

/** A device's host key as it showed it. */
export interface HostKey {
  type: string;
  /** SHA256:…, as ssh-keygen prints it. */
  fingerprint: string;
}

/** Whether to go on with a device that shows this key. */
export type CheckHostKey = (key: HostKey) => Promise<boolean>;

/** The user, or what the page remembers, said no to the host key. */
export class HostKeyRefused extends Error {}

export interface ShellListener {
  /** The taker says when it is done with the bytes, so that no more come than it can show. */
  onData(data: Uint8Array, done: () => void): void;
  onEnd(): void;
}

export interface Shell {
  write(data: Uint8Array): Promise<void>;
  resize(size: TerminalSize): void;
  close(): void;
}

/** Bytes both ways, for a protocol above SSH. */
export interface Subsystem {
  send(data: Uint8Array): Promise<void>;
  close(): void;
}

const SHELL_WINDOW_BYTES = 1 << 20;
const SUBSYSTEM_WINDOW_BYTES = 4 << 20;

/** An SSH client over one connection of a tunnel; all of SSH happens in the page. */
export class SshClient {
  private readonly session: Session;

  private constructor(session: Session) {
    this.session = session;
  }

  /** Exchanges keys and has the host key checked; nobody is signed in yet. */
  static async connect(
    dial: (listener: ConnectionListener) => Connection,
    check: CheckHostKey,
    rekeyAfterBytes?: number,
  ): Promise<SshClient> {
    const session = new Session(rekeyAfterBytes);
    let seen: HostKey | null = null;
    let accepted = false;
    session.onAuthenticating((event) => {
      if (event.authenticationType === SshAuthenticationType.serverPublicKey) {
        event.authenticationPromise = (async () => {
          const blob = await event.publicKey!.getPublicKeyBytes();
          seen = await hostKey(new Uint8Array(blob!));
          accepted = await check(seen);
          return accepted ? {} : null;
        })();
      }
    });
    await session.connect(new TunnelStream(dial));
    if (!(await session.authenticateServer())) {
      throw new HostKeyRefused('the host key was not accepted');
    }
    return new SshClient(session);
  }

  whenClosed(listener: (message: string) => void): void {
    this.session.onClosed((event) => listener(event.message));
  }

  whenBanner(listener: (text: string) => void): void {
    this.session.onBanner = listener;
  }

  /** @throws NotAuthenticated when the device refuses */
  signIn(credentials: Credentials): Promise<void> {
    return this.session.signIn(credentials);
  }

  async openShell(size: TerminalSize, listener: ShellListener): Promise<Shell> {
    const channel = await this.open(SHELL_WINDOW_BYTES, (data, done) => listener.onData(data, done), () => listener.onEnd());
    await channel.request(new EnvironmentRequest('LANG', 'C.UTF-8'));
    if (!(await channel.request(new PtyRequest('xterm-256color', size)))) {
      channel.dispose();
      throw new Error('the device gave no terminal (pty)');
    }
    if (!(await channel.request(new ShellRequest()))) {
      channel.dispose();
      throw new Error('the device started no shell');
    }
    return {
      write: (data) => channel.send(Buffer.from(data)),
      resize: (now) => void channel.request(new WindowChange(now)).catch(() => {}),
      close: () => channel.dispose(),
    };
  }

  /** @throws Error where the device does not have it */
  async openSubsystem(name: string, onData: (data: Uint8Array) => void, onEnd: () => void): Promise<Subsystem> {
    const channel = await this.open(
      SUBSYSTEM_WINDOW_BYTES,
      (data, done) => {
        onData(data);
        done();
      },
      onEnd,
    );
    if (!(await channel.request(new SubsystemRequest(name)))) {
      channel.dispose();
      throw new Error(`the device has no subsystem ${name}`);
    }
    return { send: (data) => channel.send(Buffer.from(data)), close: () => channel.dispose() };
  }

  disconnect(): void {
    this.session.dispose();
  }

  private async open(
    windowBytes: number,
    onData: (data: Uint8Array, done: () => void) => void,
    onEnd: () => void,
  ): Promise<SshChannel> {
    const request = new ChannelOpenMessage();
    request.channelType = 'session';
    request.maxWindowSize = windowBytes;
    const channel = await this.session.openChannel(request);
    let ended = false;
    const end = () => {
      if (!ended) {
        ended = true;
        onEnd();
      }
    };
    const take = (data: Buffer) => {
      // The library reads the next packet into the same buffer.
      const copy = new Uint8Array(data);
      onData(copy, () => channel.adjustWindow(copy.length));
    };
    channel.onDataReceived(take);
    channel.onExtendedDataReceived((event) => take(event.data));
    channel.onClosed(end);
    return channel;
  }
}

async function hostKey(blob: Uint8Array<ArrayBuffer>): Promise<HostKey> {
  const length = new DataView(blob.buffer).getUint32(0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', blob));
  return {
    type: new TextDecoder().decode(blob.subarray(4, 4 + length)),
    fingerprint: `SHA256:${btoa(String.fromCharCode(...digest)).replaceAll('=', '')}`,
  };
}
