import { x25519 } from '@noble/curves/ed25519.js';
import { KeyExchangeAlgorithm, SshInteger, type KeyExchange } from './library.ts';

/** curve25519-sha256, RFC 8731. */
export class Curve25519 extends KeyExchangeAlgorithm {
  constructor(name = 'curve25519-sha256') {
    super(name, 256, 'SHA2-256', 32);
  }

  override createKeyExchange(): KeyExchange {
    return new Exchange();
  }
}

class Exchange implements KeyExchange {
  readonly digestLength = 32;
  private readonly secret = x25519.utils.randomSecretKey();

  startKeyExchange(): Promise<Buffer> {
    return Promise.resolve(Buffer.from(x25519.getPublicKey(this.secret)));
  }

  async decryptKeyExchange(theirs: Buffer): Promise<Buffer> {
    // Throws where the shared secret would be zero, as RFC 8731 demands.
    const shared = x25519.getSharedSecret(this.secret, new Uint8Array(theirs));
    return SshInteger.fromBytes(Buffer.from(shared), { unsigned: true }).toBytes();
  }

  async sign(data: Buffer): Promise<Buffer> {
    return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(data)));
  }

  dispose(): void {
    this.secret.fill(0);
  }
}
