import { cbc } from '@noble/ciphers/aes.js';
import { md5 } from '@noble/hashes/legacy.js';
import { DerReader, join, unhex } from './der.ts';
import { KeyUnreadable } from './privateKey.ts';

const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
const HASHES: Record<string, string> = {
  '2a864886f70d0207': 'SHA-1',
  '2a864886f70d0209': 'SHA-256',
  '2a864886f70d020a': 'SHA-384',
  '2a864886f70d020b': 'SHA-512',
};
const CIPHERS: Record<string, number> = {
  '60864801650304012a': 32,
  '608648016503040116': 24,
  '608648016503040102': 16,
};

/** A key that PKCS #8 encrypts: PBES2 with PBKDF2 and AES, RFC 8018. */
export async function decryptPkcs8(content: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const outer = new DerReader(content).sequence();
  const scheme = outer.sequence();
  const encrypted = outer.octets();
  const name = scheme.oid();
  if (name !== PBES2) {
    throw new KeyUnreadable('cipher', name);
  }
  const parameters = scheme.sequence();
  const derivation = parameters.sequence();
  const cipher = parameters.sequence();
  const kdf = derivation.oid();
  if (kdf !== PBKDF2) {
    throw new KeyUnreadable('cipher', kdf);
  }
  const { salt, iterations, hash } = pbkdf2(derivation.sequence());
  const cipherName = cipher.oid();
  const keyBytes = CIPHERS[cipherName];
  if (!keyBytes) {
    throw new KeyUnreadable('cipher', cipherName);
  }
  needed(passphrase);
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, ['deriveBits']);
  const key = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, typed, keyBytes * 8);
  return decryptAes(new Uint8Array(key), cipher.octets(), encrypted);
}

function pbkdf2(reader: DerReader): { salt: Uint8Array<ArrayBuffer>; iterations: number; hash: string } {
  const salt = new Uint8Array(reader.octets());
  const iterations = reader.number();
  if (!reader.atEnd && reader.peek() === 0x02) {
    reader.skip();
  }
  const name = reader.atEnd ? '2a864886f70d0207' : reader.sequence().oid();
  const hash = HASHES[name];
  if (!hash) {
    throw new KeyUnreadable('cipher', name);
  }
  return { salt, iterations, hash };
}

/** A key in OpenSSL's traditional format; DEK-Info says how it is encrypted, if it is. */
export async function decryptTraditional(headers: string, content: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const info = /^DEK-Info:\s*([A-Za-z0-9-]+),([0-9A-Fa-f]+)/m.exec(headers);
  if (!info) {
    return content;
  }
  const known = /^AES-(128|192|256)-CBC$/.exec(info[1]!);
  if (!known) {
    throw new KeyUnreadable('cipher', info[1]!);
  }
  needed(passphrase);
  const iv = unhex(info[2]!);
  return decryptAes(traditionalKey(passphrase, iv, Number(known[1]) / 8), iv, content);
}

/** OpenSSL's EVP_BytesToKey with MD5: weak, and what such files have. */
function traditionalKey(passphrase: string, iv: Uint8Array, bytes: number): Uint8Array {
  const typed = new TextEncoder().encode(passphrase);
  let last: Uint8Array = new Uint8Array(0);
  let key: Uint8Array = new Uint8Array(0);
  while (key.length < bytes) {
    last = md5(join([last, typed, iv.subarray(0, 8)]));
    key = join([key, last]);
  }
  return key.subarray(0, bytes);
}

function decryptAes(key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Uint8Array {
  let plain: Uint8Array;
  try {
    plain = cbc(key, iv).decrypt(encrypted);
  } catch {
    throw new KeyUnreadable('wrongPassphrase');
  }
  // By chance a wrong key leaves a padding that looks right.
  if (plain[0] !== 0x30) {
    throw new KeyUnreadable('wrongPassphrase');
  }
  return plain;
}

function needed(passphrase: string): void {
  if (!passphrase) {
    throw new KeyUnreadable('needsPassphrase');
  }
}
