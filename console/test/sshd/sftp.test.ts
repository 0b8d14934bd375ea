import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SftpClient, SftpError } from '../../src/sftp/client.ts';
import { SshClient } from '../../src/ssh/client.ts';
import { readPrivateKey } from '../../src/ssh/privateKey.ts';
import { Device } from './device.ts';

let device: Device;
let sftp: SftpClient;

beforeAll(async () => {
  device = await Device.start();
  const { file, text } = device.key('id', 'ed25519');
  device.authorize(file);
  const link = device.link();
  await link.services;
  const ssh = await SshClient.connect((listener) => link.connect('SSH', listener), async () => true);
  await ssh.signIn({ user: device.user, key: await readPrivateKey(text, ''), ask: async () => null });
  sftp = await SftpClient.open(ssh);
});
afterAll(() => device.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a folder is listed with kinds and sizes', async () => {
  mkdirSync(device.path('listed/a folder'), { recursive: true });
  writeFileSync(device.path('listed/日本語.txt'), 'seven!!');

  const entries = await sftp.list(device.path('listed'));

  expect(entries.map(({ name, kind, size }) => ({ name, kind, size: kind === 'file' ? size : 0 })).sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'a folder', kind: 'folder', size: 0 },
    { name: '日本語.txt', kind: 'file', size: 7 },
  ]);
});

test('10 MB come down as they are', async () => {
  const content = randomBytes(10_000_000);
  writeFileSync(device.path('down'), content);
  const hash = createHash('sha256');
  const begun = performance.now();

  await sftp.download(device.path('down'), (piece) => void hash.update(piece));

  console.log(`download ${(10 / ((performance.now() - begun) / 1000)).toFixed(1)} MB/s`);
  expect(hash.digest('hex')).toBe(sha256(content));
});

test('10 MB go up as they are, over what was there', async () => {
  const content = randomBytes(10_000_000);
  writeFileSync(device.path('up'), randomBytes(11_000_000));
  let last = 0;
  const begun = performance.now();

  await sftp.upload(device.path('up'), new Blob([content]), (bytes) => (last = bytes));

  console.log(`upload ${(10 / ((performance.now() - begun) / 1000)).toFixed(1)} MB/s`);
  expect(last).toBe(content.length);
  expect(sha256(readFileSync(device.path('up')))).toBe(sha256(content));
});

test('an empty file goes both ways', async () => {
  await sftp.upload(device.path('empty'), new Blob([]), () => {});
  let bytes = 0;
  await sftp.download(device.path('empty'), (piece) => void (bytes += piece.length));

  expect(bytes).toBe(0);
  expect(readFileSync(device.path('empty')).length).toBe(0);
});

test('what the device refuses is said in its words', async () => {
  await expect(sftp.list(device.path('absent'))).rejects.toThrow(SftpError);
  await expect(sftp.list(device.path('absent'))).rejects.toThrow(/no such file/i);
});

test('a download can be stopped', async () => {
  writeFileSync(device.path('large'), randomBytes(10_000_000));
  const stop = new AbortController();

  const stopped = sftp.download(device.path('large'), () => stop.abort(), stop.signal);

  await expect(stopped).rejects.toThrow(/abort/i);
  expect((await sftp.stat(device.path('large'))).size).toBe(10_000_000);
});

test('folders and files are made and removed', async () => {
  await sftp.makeFolder(device.path('made'));
  await sftp.upload(device.path('made/file'), new Blob(['x']), () => {});
  await sftp.remove(device.path('made/file'), 'file');
  await sftp.remove(device.path('made'), 'folder');

  await expect(sftp.stat(device.path('made'))).rejects.toThrow(SftpError);
});
