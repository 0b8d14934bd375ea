import { describe, expect, test } from 'vitest';
import { formLike, faults, openInput, type TunnelForm } from '../src/pages/tunnelForm.ts';
import { aditLines, awsLines, awsOpen, quoted } from '../src/parts/commands.ts';
import { tagChanges, tagFaults } from '../src/parts/tags.ts';
import { tar } from '../src/parts/tar.ts';
import { parse } from '../src/route.ts';
import { Throughput } from '../src/service/throughput.ts';
import type { TunnelRow } from '../src/service/types.ts';
import { permissionText, parent } from '../src/sftp/paths.ts';
import { forget, hostName, judge, remember } from '../src/terminal/knownHosts.ts';
import { en } from '../src/text/en.ts';
import { ja } from '../src/text/ja.ts';

const tunnel: TunnelRow = {
  tunnelId: 'id-1',
  tunnelArn: 'arn:aws:iot:us-east-1:000000000000:tunnel/id-1',
  status: 'OPEN',
  description: "it's",
  thingName: 'pump',
  services: ['SSH', 'HTTP'],
  tags: [{ key: 'a', value: '1' }],
  createdAt: '2026-11-27T10:00:00Z',
  lastUpdatedAt: '2026-11-27T10:00:00Z',
  expiresAt: '2026-11-27T11:30:00Z',
  source: { status: 'DISCONNECTED' },
  destination: { status: 'CONNECTED' },
  bytesFromSource: 0,
  bytesFromDestination: 0,
  openConnections: 0,
};

test('every English text has a Japanese one of the same kind', () => {
  const shape = (texts: object): unknown =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, typeof value === 'object' && !Array.isArray(value) ? shape(value as object) : typeof value]));

  expect(shape(ja)).toEqual(shape(en));
});

describe('routes', () => {
  test.each([
    ['', { page: 'tunnels' }],
    ['#/tunnels', { page: 'tunnels' }],
    ['#/tunnelhub', { page: 'tunnels' }],
    ['#/tunnels/create?thing=a%3Ab', { page: 'create', thing: 'a:b', from: null, quick: false }],
    ['#/tunnels/x%2Fy', { page: 'tunnel', id: 'x/y' }],
    ['#/tunnels/x/connect/SSH', { page: 'connect', id: 'x', service: 'SSH' }],
    ['#/tunnels/x/connect/', { page: 'connect', id: 'x', service: '' }],
    ['#/things/%E0%A4%A', { page: 'thing', name: '%E0%A4%A' }],
    ['#/sign-in?failed=no-role', { page: 'sign-in', failed: 'no-role' }],
    ['#/first/abc', { page: 'first', code: 'abc' }],
    ['#/nowhere', { page: 'unknown' }],
  ])('%s', (hash, route) => {
    expect(parse(hash)).toEqual(route);
  });
});

describe('command lines', () => {
  test('what a shell would read is quoted', () => {
    expect(quoted('plain-1.2')).toBe('plain-1.2');
    expect(quoted("it's $(evil)")).toBe(`'it'\\''s $(evil)'`);
    expect(quoted('')).toBe("''");
  });

  test('opening a tunnel names all that was chosen', () => {
    const line = awsOpen({
      description: "it's",
      destinationConfig: { thingName: 'pump', services: ['SSH'] },
      timeoutConfig: { maxLifetimeTimeoutMinutes: 90 },
      tags: [{ key: 'a', value: 'b c' }],
    });

    expect(line).toContain(`--description 'it'\\''s'`);
    expect(line).toContain(`--destination-config '{"thingName":"pump","services":["SSH"]}'`);
    expect(line).toContain('maxLifetimeTimeoutMinutes=90');
    expect(line).toContain(`--tags '[{"key":"a","value":"b c"}]'`);
  });

  test('no line for a closed tunnel opens or closes it', () => {
    const closed = { ...tunnel, status: 'CLOSED' as const };
    const lines = [...awsLines(closed, en), ...aditLines(closed, 'host:8443', en)].map((line) => line.command);

    expect(lines).toEqual([
      'aws iotsecuretunneling describe-tunnel --tunnel-id id-1',
      'aws iotsecuretunneling close-tunnel --tunnel-id id-1 --delete',
      'adit doctor id-1',
    ]);
  });
});

describe('a new tunnel', () => {
  const form: TunnelForm = { method: 'manual', description: '', lifetime: '60', tags: [], services: ['SSH'], thing: '' };

  test('a good form has no faults', () => {
    expect([...faults(form)]).toEqual([]);
    expect(openInput(form)).toEqual({ destinationConfig: { services: ['SSH'] }, timeoutConfig: { maxLifetimeTimeoutMinutes: 60 } });
  });

  test.each([
    ['lifetimeBad', { lifetime: '0' }],
    ['lifetimeBad', { lifetime: '721' }],
    ['lifetimeBad', { lifetime: '1.5' }],
    ['serviceBad', { services: ['a.b'] }],
    ['serviceTwice', { services: ['SSH', 'SSH'] }],
    ['servicesNeeded', { services: [], thing: 'pump' }],
    ['thingBad', { thing: 'a b' }],
    ['descriptionBad', { description: 'a\u0007b' }],
    ['tags', { tags: [{ key: '', value: 'x' }] }],
    ['thingRequired', { method: 'quick' }],
  ] as [string, Partial<TunnelForm>][])('%s for %o', (fault, change) => {
    expect([...faults({ ...form, ...change })]).toEqual([fault]);
  });

  test('a duplicate has the settings and the lifetime of the first', () => {
    expect(formLike(tunnel)).toEqual({ method: 'manual', description: "it's", lifetime: '90', tags: tunnel.tags, services: tunnel.services, thing: 'pump' });
  });
});

describe('tags', () => {
  test('faults are found where they are', () => {
    expect(
      tagFaults([
        { key: 'ok', value: '' },
        { key: 'aws:x', value: '' },
        { key: 'ok', value: '' },
        { key: 'v', value: '<' },
        { key: '日本 語', value: 'é' },
      ]),
    ).toEqual([null, 'reserved', 'twice', 'valueBad', null]);
  });

  test('only what changed is told to the service', () => {
    const old = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ];
    const now = [
      { key: 'b', value: '3' },
      { key: 'c', value: '' },
    ];

    expect(tagChanges(old, now)).toEqual({ set: now, removed: ['a'] });
    expect(tagChanges(old, old)).toEqual({ set: [], removed: [] });
  });
});

describe('throughput', () => {
  const at = (t: Throughput, time: number, bytes: number) => t.add({ tunnelId: 'x', bytesFromSource: bytes, bytesFromDestination: 0 }, time);

  test('bytes between two samples flowed evenly', () => {
    const t = new Throughput();
    at(t, 0, 0);
    at(t, 4000, 8000);

    expect(t.rates('x', 0, 6000, 2000).map((rate) => rate.fromSource)).toEqual([2000, 2000, 0]);
  });

  test('a count that begins anew is no negative rate', () => {
    const t = new Throughput();
    at(t, 0, 9000);
    at(t, 1000, 500);

    expect(t.rates('x', 0, 1000, 1000).map((rate) => rate.fromSource)).toEqual([500]);
  });
});

describe('host keys', () => {
  const store = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    } as unknown as Storage;
  };
  const key = { type: 'ssh-ed25519', fingerprint: 'SHA256:a' };
  const other = { type: 'ssh-ed25519', fingerprint: 'SHA256:b' };

  test('a key is new, then known, and another one is a change', () => {
    const kept = store();
    const host = hostName('pump', 'id', 'SSH');

    expect(judge(host, key, kept)).toEqual({ is: 'new' });
    remember(host, key, kept);
    expect(judge(host, key, kept)).toEqual({ is: 'known' });
    expect(judge(host, other, kept)).toEqual({ is: 'changed', remembered: key });
    forget(host, kept);
    expect(judge(host, key, kept)).toEqual({ is: 'new' });
  });

  test('what cannot be read does not pass for a new device', () => {
    const kept = store();
    kept.setItem('adit-console-host-key/h', '{broken');

    expect(judge('h', key, kept).is).toBe('changed');
  });

  test('things, services and tunnels do not share keys', () => {
    expect(new Set([hostName('a', 'x', 'SSH'), hostName('a', 'x', 'SSH2'), hostName(null, 'a', 'SSH')]).size).toBe(3);
  });
});

test('an archive has names, sizes, modes and a right checksum', () => {
  const archive = Buffer.from(tar([{ name: 'pump/device.key', content: 'secret\n', mode: 0o600 }], new Date(1_700_000_000_000)));
  const header = archive.subarray(0, 512);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);

  expect(archive.length).toBe(2048);
  expect(header.toString('latin1', 0, 15)).toBe('pump/device.key');
  expect(header.toString('latin1', 100, 107)).toBe('0000600');
  expect(parseInt(header.toString('latin1', 148, 154), 8)).toBe(sum);
  expect(archive.toString('latin1', 512, 519)).toBe('secret\n');
});

test('paths and permissions read as on the device', () => {
  expect([parent('/a/b'), parent('/a'), parent('/')]).toEqual(['/a', '/', '/']);
  expect(permissionText(0o100754)).toBe('rwxr-xr--');
});
