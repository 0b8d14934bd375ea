import { ed25519 } from '@noble/curves/ed25519.js';
import { PublicKeyAlgorithm, SshDataReader, SshDataWriter, type KeyPair } from './library.ts';

const NAME = 'ssh-ed25519';

/** ssh-ed25519 host keys, RFC 8709. The page's user signs elsewhere: PrivateKey. */
export class Ed25519 extends PublicKeyAlgorithm {
  constructor() {
    super(NAME, NAME, 'SHA2-512');
  }

  override createKeyPair(): KeyPair {
    return new Ed25519PublicKey();
  }

  override generateKeyPair(): Promise<KeyPair> {
    return Promise.reject(new Error('the console makes no keys'));
  }

  override createSigner(): never {
    throw new Error('a host key only verifies');
  }

  override createVerifier(key: KeyPair) {
    return {
      digestLength: 64,
      verify: (data: Buffer, signature: Buffer) =>
        Promise.resolve(
          ed25519.verify(new Uint8Array(signature), new Uint8Array(data), (key as Ed25519PublicKey).bytes(), { zip215: false }),
        ),
      dispose: () => {},
    };
  }
}

class Ed25519PublicKey implements KeyPair {
  readonly keyAlgorithmName = NAME;
  readonly hasPrivateKey = false;
  comment: string | null = null;
  private key: Uint8Array | null = null;

  get hasPublicKey(): boolean {
    return this.key !== null;
  }

  bytes(): Uint8Array {
    if (!this.key) {
      throw new Error('the host key was not read yet');
    }
    return this.key;
  }

  async setPublicKeyBytes(blob: Buffer): Promise<void> {
    const reader = new SshDataReader(blob);
    const name = reader.readString('ascii');
    const key = reader.readBinary();
    if (name !== NAME || key.length !== 32) {
      throw new Error(`the host key is no ${NAME} key`);
    }
    this.key = new Uint8Array(key);
  }

  async getPublicKeyBytes(): Promise<Buffer> {
    const writer = new SshDataWriter(Buffer.alloc(64));
    writer.writeString(NAME, 'ascii');
    writer.writeBinary(Buffer.from(this.bytes()));
    return writer.toBuffer();
  }

  generate(): Promise<void> {
    return Promise.reject(new Error('the console makes no keys'));
  }

  importParameters(): Promise<void> {
    return Promise.reject(new Error('not used'));
  }

  exportParameters(): Promise<object> {
    return Promise.reject(new Error('not used'));
  }

  dispose(): void {}
}
