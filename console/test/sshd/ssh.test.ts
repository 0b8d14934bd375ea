import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SshClient, HostKeyRefused, type HostKey } from '../../src/ssh/client.ts';
import { readPrivateKey } from '../../src/ssh/privateKey.ts';
import { NotAuthenticated } from '../../src/ssh/session.ts';
import { Device } from './device.ts';

let device: Device;

beforeAll(async () => {
  device = await Device.start(['ed25519', 'rsa-2048', 'ecdsa-256', 'ecdsa-521']);
});
afterAll(() => device.stop());

async function connect(check: (key: HostKey) => Promise<boolean> = async () => true, rekeyAfter?: number, on = device): Promise<SshClient> {
  const link = on.link();
  await link.services;
  return SshClient.connect((listener) => link.connect('SSH', listener), check, rekeyAfter);
}

async function signedIn(rekeyAfter?: number, on = device): Promise<SshClient> {
  const name = `id_${Math.random().toString(36).slice(2)}`;
  const { file, text } = on.key(name, 'ed25519');
  on.authorize(file);
  const client = await connect(undefined, rekeyAfter, on);
  await client.signIn({ user: on.user, key: await readPrivateKey(text, ''), ask: async () => null });
  return client;
}

/** Runs a line in a shell and returns what it wrote up to a mark. */
async function run(client: SshClient, line: string): Promise<string> {
  let said = '';
  let found: () => void = () => {};
  const marked = new Promise<void>((resolve) => (found = resolve));
  const decoder = new TextDecoder();
  const shell = await client.openShell(
    { columns: 91, rows: 33 },
    {
      onData: (data, done) => {
        said += decoder.decode(data, { stream: true });
        if (said.includes('\nEND-OF-RUN')) {
          found();
        }
        done();
      },
      onEnd: () => found(),
    },
  );
  await shell.write(new TextEncoder().encode(`PS1=; ${line}; echo; echo END-OF-''RUN\n`));
  await marked;
  shell.close();
  return said;
}

test('the host key that is shown is the one of the device', async () => {
  let shown: HostKey | null = null;
  await connect(async (key) => {
    shown = key;
    return true;
  });

  expect(shown).toEqual({ type: 'ssh-ed25519', fingerprint: device.fingerprint('ed25519') });
});

test('a host key that is not accepted ends the connection', async () => {
  await expect(connect(async () => false)).rejects.toThrow(HostKeyRefused);
});

describe('keys', () => {
  test.each([
    ['ed25519', '', []],
    ['ed25519', 'open sesame', []],
    ['rsa-2048', 'open sesame', []],
    ['rsa-4096', '', []],
    ['ecdsa-256', '', []],
    ['ecdsa-384', 'open sesame', ['-Z', 'aes256-cbc']],
    ['ecdsa-521', 'open sesame', []],
    ['rsa-2048', '', ['-m', 'PEM']],
    ['rsa-2048', 'open sesame', ['-m', 'PEM']],
    ['ecdsa-256', '', ['-m', 'PEM']],
    ['rsa-2048', 'open sesame', ['-m', 'PKCS8']],
    ['ecdsa-521', '', ['-m', 'PKCS8']],
  ])('%s with passphrase "%s" and options %s is accepted', async (kind, passphrase, options) => {
    const { file, text } = device.key(`user_${kind}_${Math.random().toString(36).slice(2)}`, kind, passphrase, options);
    device.authorize(file);
    const client = await connect();

    await client.signIn({ user: device.user, key: await readPrivateKey(text, passphrase), ask: async () => null });

    expect(await run(client, 'echo hello from the device')).toContain('hello from the device');
    client.disconnect();
  });

  test('a key that is not authorized is refused, with what the device accepts', async () => {
    const { text } = device.key('stranger', 'ed25519');
    const client = await connect();

    const refused = client.signIn({ user: device.user, key: await readPrivateKey(text, ''), ask: async () => null });

    await expect(refused).rejects.toThrow(NotAuthenticated);
    await expect(refused).rejects.toMatchObject({ methods: ['publickey'] });
  });
});

test('the shell has the size of the terminal', async () => {
  const client = await signedIn();

  expect(await run(client, 'stty size')).toContain('33 91');
  client.disconnect();
});

test('a new size reaches the shell', async () => {
  const client = await signedIn();
  let said = '';
  let heard: () => void = () => {};
  const resized = new Promise<void>((resolve) => (heard = resolve));
  const shell = await client.openShell(
    { columns: 80, rows: 24 },
    {
      onData: (data, done) => {
        said += new TextDecoder().decode(data);
        if (said.includes('50 120')) {
          heard();
        }
        done();
      },
      onEnd: () => {},
    },
  );

  shell.resize({ columns: 120, rows: 50 });
  await shell.write(new TextEncoder().encode('stty size\n'));

  await resized;
  client.disconnect();
});

test('several shells run over one connection', async () => {
  const client = await signedIn();

  const all = await Promise.all([1, 2, 3].map((n) => run(client, `echo shell number ${n}`)));

  expect(all.map((said, i) => said.includes(`shell number ${i + 1}`))).toEqual([true, true, true]);
  client.disconnect();
});

test('20 MB come whole, and the rate is printed', async () => {
  const client = await signedIn();
  const begun = performance.now();
  let bytes = 0;
  let tail = '';
  let all: () => void = () => {};
  const ended = new Promise<void>((resolve) => (all = resolve));
  const shell = await client.openShell(
    { columns: 80, rows: 24 },
    {
      onData: (data, done) => {
        bytes += data.length;
        tail = (tail + new TextDecoder('latin1').decode(data.subarray(-40))).slice(-80);
        if (tail.includes('ALL-SENT')) {
          all();
        }
        done();
      },
      onEnd: () => all(),
    },
  );
  await shell.write(new TextEncoder().encode("head -c 15000000 /dev/urandom | base64 -w 200; echo ALL-''SENT\n"));
  await ended;

  const rate = bytes / 1e6 / ((performance.now() - begun) / 1000);
  console.log(`${(bytes / 1e6).toFixed(1)} MB at ${rate.toFixed(1)} MB/s`);
  expect(bytes).toBeGreaterThan(20_000_000);
  client.disconnect();
});

test.each([['the device', ['RekeyLimit 1M'], undefined], ['the page', [], 1_000_000]])(
  '%s may ask for new keys',
  async (_who, settings, rekeyAfter) => {
    const other = await Device.start(['ed25519'], settings as string[]);
    try {
      const client = await signedIn(rekeyAfter as number | undefined, other);

      const said = await run(client, 'head -c 4000000 /dev/urandom | base64 -w 200; echo still here');

      expect(said.length).toBeGreaterThan(5_000_000);
      expect(said).toContain('still here');
      client.disconnect();
    } finally {
      other.stop();
    }
  },
);

test.each([['rsa-2048'], ['ecdsa-256'], ['ecdsa-384'], ['ecdsa-521']])('a device that has only an %s host key is understood', async (kind) => {
  const other = await Device.start([kind]);
  try {
    let shown: HostKey | null = null;
    const link = other.link();
    await link.services;
    const client = await SshClient.connect(
      (listener) => link.connect('SSH', listener),
      async (key) => {
        shown = key;
        return true;
      },
    );

    expect(shown!.fingerprint).toBe(other.fingerprint(kind));
    client.disconnect();
  } finally {
    other.stop();
  }
});
