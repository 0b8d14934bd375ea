import { cbc, ctr } from '@noble/ciphers/aes.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { pbkdf } from 'bcrypt-pbkdf';
import { der, DerReader, join } from './der.ts';
import { decryptPkcs8, decryptTraditional } from './encryptedPem.ts';

/** A user's key; it signs, and nothing else of it leaves this object. */
export interface PrivateKey {
  /** The signature algorithms it is good for, best first. */
  algorithms: string[];
  publicBlob: Uint8Array;
  /** The signature as SSH carries it. */
  sign(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

export type KeyFault = 'wrongPassphrase' | 'needsPassphrase' | 'public' | 'putty' | 'cipher' | 'unknown';

/** A file that is no key, or cannot be read. */
export class KeyUnreadable extends Error {
  readonly fault: KeyFault;
  readonly detail: string;

  constructor(fault: KeyFault, detail = '') {
    super(`${fault} ${detail}`);
    this.fault = fault;
    this.detail = detail;
  }
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\s+([\s\S]*?)-----END \1-----/;

/** Reads a private key in OpenSSH's or a PEM format. */
export async function readPrivateKey(text: string, passphrase: string): Promise<PrivateKey> {
  if (text.startsWith('PuTTY-User-Key-File')) {
    throw new KeyUnreadable('putty');
  }
  if (/^(ssh-|ecdsa-sha2-)\S+ AAAA/.test(text.trim()) || text.includes('PUBLIC KEY-----')) {
    throw new KeyUnreadable('public');
  }
  const found = PEM.exec(text);
  if (!found) {
    throw new KeyUnreadable('unknown');
  }
  try {
    return await readPem(found[1]!, found[2]!, passphrase);
  } catch (e) {
    throw e instanceof KeyUnreadable ? e : new KeyUnreadable('unknown', String(e));
  }
}

async function readPem(label: string, body: string, passphrase: string): Promise<PrivateKey> {
  const headers = body.includes(':') ? body.slice(0, body.search(/\r?\n\r?\n/)) : '';
  const content = unbase64(body.slice(headers.length).replace(/\s+/g, ''));
  switch (label) {
    case 'OPENSSH PRIVATE KEY':
      return readOpenSsh(content, passphrase);
    case 'RSA PRIVATE KEY':
      return fromPkcs8(pkcs8OfRsa(await decryptTraditional(headers, content, passphrase)));
    case 'EC PRIVATE KEY':
      return fromPkcs8(pkcs8OfEc(await decryptTraditional(headers, content, passphrase)));
    case 'PRIVATE KEY':
      return fromPkcs8(content);
    case 'ENCRYPTED PRIVATE KEY':
      return fromPkcs8(await decryptPkcs8(content, passphrase));
    default:
      throw new KeyUnreadable('unknown', label);
  }
}

function unbase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

const RSA = '2a864886f70d010101';
const EC = '2a8648ce3d0201';
const ED25519 = '2b6570';

interface Curve {
  name: 'nistp256' | 'nistp384' | 'nistp521';
  web: 'P-256' | 'P-384' | 'P-521';
  hash: string;
  bytes: number;
  oid: string;
}

const CURVES: Curve[] = [
  { name: 'nistp256', web: 'P-256', hash: 'SHA-256', bytes: 32, oid: '2a8648ce3d030107' },
  { name: 'nistp384', web: 'P-384', hash: 'SHA-384', bytes: 48, oid: '2b81040022' },
  { name: 'nistp521', web: 'P-521', hash: 'SHA-512', bytes: 66, oid: '2b81040023' },
];

const pkcs8OfRsa = (key: Uint8Array) => der.sequence(der.zero, der.sequence(der.oid(RSA), der.null), der.octets(key));

function pkcs8OfEc(key: Uint8Array): Uint8Array {
  const reader = new DerReader(key).sequence();
  reader.number();
  reader.octets();
  // [0] holds the curve, as an object identifier.
  if (reader.peek() !== 0xa0) {
    throw new KeyUnreadable('unknown', 'an EC key without its curve');
  }
  const curve = new DerReader(contextual(key)).oid();
  return der.sequence(der.zero, der.sequence(der.oid(EC), der.oid(curve)), der.octets(key));
}

/** What stands in the [0] of a SEC 1 key, behind its version and number. */
function contextual(key: Uint8Array): Uint8Array {
  const marks = CURVES.map((curve) => join([new Uint8Array([0xa0, curve.oid.length / 2 + 2]), der.oid(curve.oid)]));
  for (const mark of marks) {
    const at = indexOf(key, mark);
    if (at >= 0) {
      return mark.subarray(2);
    }
  }
  throw new KeyUnreadable('unknown', 'an EC key of another curve');
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at + part.length <= bytes.length; at++) {
    if (part.every((byte, i) => bytes[at + i] === byte)) {
      return at;
    }
  }
  return -1;
}

async function fromPkcs8(content: Uint8Array): Promise<PrivateKey> {
  const reader = new DerReader(content).sequence();
  reader.number();
  const algorithm = reader.sequence();
  switch (algorithm.oid()) {
    case RSA:
      return rsa(new DerReader(reader.octets()).sequence());
    case EC: {
      const named = algorithm.oid();
      const curve = CURVES.find((one) => one.oid === named);
      if (!curve) {
        throw new KeyUnreadable('unknown', 'an EC key of another curve');
      }
      return ecFromPkcs8(curve, content);
    }
    case ED25519:
      return ed25519Key(new DerReader(reader.octets()).octets());
    default:
      throw new KeyUnreadable('unknown', 'neither RSA, ECDSA nor Ed25519');
  }
}

function rsa(reader: DerReader): Promise<PrivateKey> {
  reader.number();
  const [n, e, d, p, q, dp, dq, qi] = Array.from({ length: 8 }, () => reader.integer());
  return rsaKey({ n: n!, e: e!, d: d!, p: p!, q: q!, dp: dp!, dq: dq!, qi: qi! });
}

interface RsaNumbers {
  n: Uint8Array;
  e: Uint8Array;
  d: Uint8Array;
  p: Uint8Array;
  q: Uint8Array;
  dp: Uint8Array;
  dq: Uint8Array;
  qi: Uint8Array;
}

async function rsaKey(numbers: RsaNumbers): Promise<PrivateKey> {
  const jwk = { kty: 'RSA', ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)])) };
  const load = (hash: string) =>
    crypto.subtle.importKey('jwk', jwk, { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['sign']);
  const keys = new Map([
    ['rsa-sha2-512', await load('SHA-512')],
    ['rsa-sha2-256', await load('SHA-256')],
  ]);
  return {
    algorithms: [...keys.keys()],
    publicBlob: join([string('ssh-rsa'), integer(numbers.e), integer(numbers.n)]),
    sign: async (algorithm, data) =>
      join([
        string(algorithm),
        string(new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', keys.get(algorithm)!, data))),
      ]),
  };
}

async function ecFromPkcs8(curve: Curve, content: Uint8Array): Promise<PrivateKey> {
  // The public point comes from the private number.
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(content), { name: 'ECDSA', namedCurve: curve.web }, true, ['sign']);
  const jwk = await crypto.subtle.exportKey('jwk', key);
  const point = join([new Uint8Array([4]), fromBase64url(jwk.x!), fromBase64url(jwk.y!)]);
  return ecKey(curve, key, point);
}

function ecKey(curve: Curve, key: CryptoKey, point: Uint8Array): PrivateKey {
  const name = `ecdsa-sha2-${curve.name}`;
  return {
    algorithms: [name],
    publicBlob: join([string(name), string(curve.name), string(point)]),
    sign: async (_, data) => {
      const both = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: curve.hash }, key, data));
      const r = both.subarray(0, curve.bytes);
      const s = both.subarray(curve.bytes);
      return join([string(name), string(join([integer(r), integer(s)]))]);
    },
  };
}

function ed25519Key(seed: Uint8Array): PrivateKey {
  const name = 'ssh-ed25519';
  return {
    algorithms: [name],
    publicBlob: join([string(name), string(ed25519.getPublicKey(seed))]),
    sign: async (_, data) => join([string(name), string(ed25519.sign(data, seed))]),
  };
}

const MAGIC = 'openssh-key-v1\0';

/** OpenSSH's own format: PROTOCOL.key in its sources. */
async function readOpenSsh(content: Uint8Array, passphrase: string): Promise<PrivateKey> {
  const reader = new Strings(content);
  if (reader.ascii(MAGIC.length) !== MAGIC) {
    throw new KeyUnreadable('unknown', 'not in the format openssh-key-v1');
  }
  const cipher = reader.text();
  const kdf = reader.text();
  const kdfOptions = reader.string();
  const count = reader.uint32();
  if (count !== 1) {
    throw new KeyUnreadable('unknown', `${count} keys in one file`);
  }
  reader.string();
  const encrypted = reader.string();
  const secret = new Strings(decrypt(cipher, kdf, kdfOptions, encrypted, passphrase));
  if (secret.uint32() !== secret.uint32()) {
    throw new KeyUnreadable(cipher === 'none' ? 'unknown' : 'wrongPassphrase');
  }
  return readSecret(secret);
}

function decrypt(cipher: string, kdf: string, options: Uint8Array, encrypted: Uint8Array, passphrase: string): Uint8Array {
  if (cipher === 'none') {
    return encrypted;
  }
  const known = /^aes(128|192|256)-(ctr|cbc)$/.exec(cipher);
  if (!known || kdf !== 'bcrypt') {
    throw new KeyUnreadable('cipher', cipher);
  }
  if (!passphrase) {
    throw new KeyUnreadable('needsPassphrase');
  }
  const reader = new Strings(options);
  const salt = reader.string();
  const rounds = reader.uint32();
  const keyBytes = Number(known[1]) / 8;
  const derived = new Uint8Array(keyBytes + 16);
  const typed = new TextEncoder().encode(passphrase);
  if (pbkdf(typed, typed.length, salt, salt.length, derived, derived.length, rounds) !== 0) {
    throw new KeyUnreadable('unknown', 'bcrypt parameters');
  }
  const key = derived.subarray(0, keyBytes);
  const iv = derived.subarray(keyBytes);
  try {
    return known[2] === 'ctr' ? ctr(key, iv).decrypt(encrypted) : cbc(key, iv, { disablePadding: true }).decrypt(encrypted);
  } finally {
    derived.fill(0);
    typed.fill(0);
  }
}

async function readSecret(secret: Strings): Promise<PrivateKey> {
  const type = secret.text();
  if (type === 'ssh-ed25519') {
    secret.string();
    return ed25519Key(secret.string().slice(0, 32));
  }
  if (type === 'ssh-rsa') {
    const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => secret.mpint());
    return rsaKey({ n: n!, e: e!, d: d!, p: p!, q: q!, qi: qi!, dp: modLessOne(d!, p!), dq: modLessOne(d!, q!) });
  }
  const curve = CURVES.find((one) => type === `ecdsa-sha2-${one.name}`);
  if (!curve) {
    throw new KeyUnreadable('unknown', type);
  }
  secret.string();
  const point = secret.string();
  const d = leftPadded(secret.mpint(), curve.bytes);
  const jwk = {
    kty: 'EC',
    crv: curve.web,
    x: base64url(point.subarray(1, 1 + curve.bytes)),
    y: base64url(point.subarray(1 + curve.bytes)),
    d: base64url(d),
  };
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: curve.web }, false, ['sign']);
  return ecKey(curve, key, point);
}

/** d mod (p - 1), which RSA's short cut needs and OpenSSH does not store. */
function modLessOne(d: Uint8Array, p: Uint8Array): Uint8Array {
  const value = toBigInt(d) % (toBigInt(p) - 1n);
  const digits = value.toString(16);
  return Uint8Array.from((digits.length % 2 ? `0${digits}` : digits).match(/../g)!, (two) => parseInt(two, 16));
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function leftPadded(bytes: Uint8Array, length: number): Uint8Array {
  return join([new Uint8Array(length - bytes.length), bytes]);
}

/** RFC 4251's types, one after the other. */
class Strings {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  uint32(): number {
    return toNumber(this.take(4));
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  text(): string {
    return new TextDecoder().decode(this.string());
  }

  ascii(length: number): string {
    return String.fromCharCode(...this.take(length));
  }

  /** A positive number, without the zero that keeps it so. */
  mpint(): Uint8Array {
    const bytes = this.string();
    return bytes[0] === 0 ? bytes.subarray(1) : bytes;
  }

  private take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + length);
    if (taken.length < length) {
      throw new KeyUnreadable('unknown', 'the key is cut off');
    }
    this.at += length;
    return taken;
  }
}

function toNumber(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function string(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return join([length, bytes]);
}

/** An mpint: no zeros in front, but one where the first bit would mean a negative number. */
function integer(value: Uint8Array): Uint8Array {
  let start = 0;
  while (start < value.length && value[start] === 0) {
    start++;
  }
  const bytes = value.subarray(start);
  return string(bytes.length > 0 && bytes[0]! >= 0x80 ? join([new Uint8Array([0]), bytes]) : bytes);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array {
  return unbase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}
