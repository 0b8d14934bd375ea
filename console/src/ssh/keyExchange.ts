import {
  KeyExchangeDhReplyMessage,
  KeyExchangeInitMessage,
  KeyExchangeService,
  SshDataWriter,
  SshInteger,
  SshSession,
} from './library.ts';

/** The library's key exchange, with the inner parts that it marks as private. */
interface Inner {
  readonly session: SshSession & { sendMessage(message: unknown): Promise<void> };
  exchangeContext: { clientKexInitPayload: Buffer; serverKexInitPayload: Buffer } | null;
  readonly exchanging: boolean;
  hostKey: { getPublicKeyBytes(): Promise<Buffer | null> } | null;
  startKeyExchange(initial: boolean): Promise<[KeyExchangeInitMessage, unknown]>;
  handleMessage(message: unknown, cancellation?: unknown): Promise<void>;
}

const Library = KeyExchangeService as unknown as new (session: SshSession) => Inner;

interface Hash {
  sign(data: Buffer): Promise<Buffer>;
}

/**
 * The library's key exchange, mended: the device may ask for new keys, it must keep its host key
 * then, and what curve25519 exchanges is hashed as it was sent.
 */
export class KeyExchanges extends Library {
  private firstHostKey: Buffer | null = null;

  override async handleMessage(message: unknown, cancellation?: unknown): Promise<void> {
    if (message instanceof KeyExchangeInitMessage && !this.exchanging) {
      const [answer] = await this.startKeyExchange(false);
      await this.session.sendMessage(answer);
    }
    if (message instanceof KeyExchangeDhReplyMessage) {
      this.checkHostKey(message.hostKey);
    }
    await super.handleMessage(message, cancellation);
  }

  private checkHostKey(hostKey: Buffer | undefined): void {
    if (!hostKey) {
      throw new Error('the device sent no host key');
    }
    if (this.firstHostKey && !this.firstHostKey.equals(hostKey)) {
      throw new Error('the device changed its host key in the middle of the session');
    }
    this.firstHostKey ??= Buffer.from(hostKey);
  }

  /** RFC 5656, 4 and RFC 8731, 3: the exchanged values are strings of bytes, and no numbers. */
  async computeExchangeHash(hash: Hash, hostKey: Buffer, ours: Buffer, theirs: Buffer, shared: Buffer): Promise<Buffer> {
    const context = this.exchangeContext;
    const remote = this.session.remoteVersion;
    if (!context || !remote) {
      throw new Error('the key exchange was not begun');
    }
    const writer = new SshDataWriter(Buffer.alloc(4096));
    writer.writeString(SshSession.localVersion.toString(), 'ascii');
    writer.writeString(remote.toString(), 'ascii');
    writer.writeBinary(context.clientKexInitPayload);
    writer.writeBinary(context.serverKexInitPayload);
    writer.writeBinary(hostKey);
    writer.writeBinary(ours);
    writer.writeBinary(theirs);
    writer.writeBigInt(SshInteger.fromBytes(shared, { unsigned: true }));
    return hash.sign(writer.toBuffer());
  }
}
