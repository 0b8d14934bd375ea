import { randomBytes, randomUUID } from 'node:crypto';
import type { HistoryEntry, Tag, TunnelRow } from '../src/service/types';

interface Answer {
  status: number;
  content?: unknown;
}

type Listener = (event: string, data: unknown) => void;
type Body = Record<string, unknown>;

const ok = (content?: unknown): Answer => ({ status: content === undefined ? 204 : 200, content });
const refuse = (status: number, error: string, message: string): Answer => ({ status, content: { error, message, oidc: null } });
const AUDIT = [
  {
    seq: 3,
    at: '2026-11-27T12:00:02.000000Z',
    event: 'ConnectionEnded',
    user: 'ann',
    thing: 'pump-7',
    service: 'SSH',
    source: { address: '192.0.2.7:5012' },
    bytesFromSource: 4096,
    bytesFromDestination: 1048576,
    reason: 'the source closed it',
  },
  { seq: 2, at: '2026-11-27T12:00:01.000000Z', event: 'ApiCall', operation: 'OpenTunnel', user: 'ann', address: '192.0.2.7', outcome: 'done' },
  { seq: 1, at: '2026-11-27T12:00:00.000000Z', event: 'SignIn', claimedUser: 'ann', address: '192.0.2.7', outcome: 'failed', error: 'WRONG' },
];

const EVERYTHING = [
  'iot:OpenTunnel',
  'iot:CloseTunnel',
  'iot:RotateTunnelAccessToken',
  'iot:TagResource',
  'iot:UntagResource',
  'iot:CreateThing',
  'iot:DeleteThing',
  'iot:UpdateCertificate',
  'adit:ReadAuditLog',
];

/** A server's answers, made up in memory. Users: ann (administrator), vic (viewer), any password. */
export class MockService {
  private user: string | null = 'ann';
  private readonly listeners = new Set<Listener>();
  private readonly tunnels = new Map<string, TunnelRow>();
  private readonly history = new Map<string, HistoryEntry[]>();
  private users = [
    { user: 'ann', role: 'administrator' },
    { user: 'olga', role: 'operator' },
    { user: 'vic', role: 'viewer' },
  ];
  private things = ['gateway-17', 'pump-house-2', 'kiosk-tokyo-3', 'turbine-9'].map((thingName, i) => ({
    thingName,
    attributes: i === 0 ? { site: 'Kyoto', model: 'G2' } : ({} as Record<string, string>),
    version: 1,
    connected: i % 3 !== 2,
    certificates: 1 + (i % 2),
    activeCertificates: 1,
    openTunnels: i === 0 ? 1 : 0,
  }));

  constructor() {
    this.sample('gateway-17', 'Firmware update of the gateway', ['SSH', 'HTTP'], true, 40);
    this.sample('pump-house-2', 'Look at the logs', ['SSH'], false, 130);
    this.sample('kiosk-tokyo-3', '<img src=x onerror=alert(1)> 日本語の説明', ['SSH'], false, 300).status = 'CLOSED';
    this.sample(null, '', ['VNC'], false, 500);
    setInterval(() => this.traffic(), 700).unref();
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  answer(method: string, path: string[], body: Body, query: URLSearchParams): Answer {
    const [first = '', second, third] = path;
    if (first === 'sign-in') {
      this.user = String(body.user);
      return ok();
    }
    if (first === 'first') {
      return ok();
    }
    if (!this.user) {
      return { status: 401, content: { error: 'SignInNeeded', message: 'Sign in.', oidc: { name: 'Keycloak', url: '/console/api/oidc/start' } } };
    }
    switch (first) {
      case 'session':
        return ok(this.session());
      case 'sign-out':
        this.user = null;
        return ok();
      case 'password':
        return ok();
      case 'users':
        return this.onUsers(method, second, body);
      case 'audit':
        return ok({ records: AUDIT.filter((record) => !query.get('event') || record.event === query.get('event')), next: null });
      case 'tunnels':
        return this.onTunnels(second, third, query);
      case 'things':
        return third === 'enrol' ? this.enrol(second!) : ok({ things: this.things.filter((thing) => thing.thingName.includes(query.get('text') ?? '')), next: null });
      case 'call':
        return this.call(third!, body);
      default:
        return refuse(404, 'NotFound', `there is no ${first}`);
    }
  }

  private session() {
    const role = this.users.find((user) => user.user === this.user)?.role ?? 'operator';
    return {
      user: this.user,
      role,
      may: role === 'viewer' ? [] : EVERYTHING,
      region: 'us-east-1',
      account: '000000000000',
      version: 'mock',
      endpoint: 'adit.example.com:8443',
      oidc: null,
    };
  }

  private onUsers(method: string, name: string | undefined, body: Body): Answer {
    if (method === 'DELETE') {
      this.users = this.users.filter((user) => user.user !== name);
      return ok();
    }
    if (method === 'POST') {
      this.users.push({ user: String(body.user), role: String(body.role) });
      return ok();
    }
    return ok({ users: this.users });
  }

  private onTunnels(id: string | undefined, action: string | undefined, query: URLSearchParams): Answer {
    if (!id) {
      const thing = query.get('thing');
      return ok({ tunnels: [...this.tunnels.values()].filter((row) => !thing || row.thingName === thing), next: null });
    }
    const row = this.tunnels.get(id);
    if (!row) {
      return refuse(400, 'ResourceNotFoundException', `There is no tunnel ${id}.`);
    }
    if (action === 'connect') {
      return ok({ subprotocol: 'aws.iot.securetunneling-3.0' });
    }
    return ok({ ...row, diagnosis: diagnosis(row), history: this.history.get(id) ?? [] });
  }

  private call(operation: string, body: Body): Answer {
    const id = String(body.tunnelId ?? String(body.resourceArn ?? '').split('/').pop());
    const row = this.tunnels.get(id);
    switch (operation) {
      case 'OpenTunnel': {
        const config = (body.destinationConfig ?? {}) as { thingName?: string; services?: string[] };
        const made = this.sample(config.thingName ?? null, String(body.description ?? ''), config.services ?? [], false, 0);
        made.tags = (body.tags ?? []) as Tag[];
        this.tell(made);
        return ok({ tunnelId: made.tunnelId, tunnelArn: made.tunnelArn, sourceAccessToken: token(), destinationAccessToken: token() });
      }
      case 'CloseTunnel':
        return this.close(row, body.delete === true);
      case 'RotateTunnelAccessToken':
        return ok({
          tunnelArn: row?.tunnelArn,
          sourceAccessToken: body.clientMode === 'DESTINATION' ? undefined : token(),
          destinationAccessToken: body.clientMode === 'SOURCE' ? undefined : token(),
        });
      case 'TagResource':
        row!.tags = [...row!.tags.filter((tag) => !(body.tags as Tag[]).some((other) => other.key === tag.key)), ...(body.tags as Tag[])];
        this.tell(row!);
        return ok({});
      case 'UntagResource':
        row!.tags = row!.tags.filter((tag) => !(body.tagKeys as string[]).includes(tag.key));
        this.tell(row!);
        return ok({});
      case 'ListThingPrincipals':
        return ok({ principals: ['arn:aws:iot:us-east-1:000000000000:cert/7a1f0c2b9d3e4f56a7b8c9d0e1f2a3b4'] });
      case 'DescribeCertificate':
        return ok({
          certificateDescription: {
            certificateId: '7a1f0c2b9d3e4f56a7b8c9d0e1f2a3b4',
            certificateArn: 'arn:aws:iot:us-east-1:000000000000:cert/7a1f0c2b9d3e4f56a7b8c9d0e1f2a3b4',
            status: 'ACTIVE',
            creationDate: 1_795_000_000,
            validity: { notBefore: 1_795_000_000, notAfter: 1_895_000_000 },
          },
        });
      default:
        return ok({});
    }
  }

  private close(row: TunnelRow | undefined, gone: boolean): Answer {
    if (!row) {
      return refuse(400, 'ResourceNotFoundException', 'There is no such tunnel.');
    }
    if (gone) {
      this.tunnels.delete(row.tunnelId);
      this.listeners.forEach((listener) => listener('gone', { tunnelId: row.tunnelId }));
    } else {
      row.status = 'CLOSED';
      row.closedAt = new Date().toISOString();
      row.source = row.destination = { status: 'DISCONNECTED', since: row.closedAt };
      this.tell(row);
    }
    return ok({});
  }

  private enrol(thingName: string): Answer {
    if (!this.things.some((thing) => thing.thingName === thingName)) {
      this.things.push({ thingName, attributes: {}, version: 1, connected: false, certificates: 1, activeCertificates: 1, openTunnels: 0 });
    }
    return ok({ files: { 'device.pem': 'certificate\n', 'device.key': 'key\n', 'ca.pem': 'authority\n', 'agent.yaml': `thing: ${thingName}\n` } });
  }

  private sample(thingName: string | null, description: string, services: string[], busy: boolean, minutesAgo: number): TunnelRow {
    const created = Date.now() - minutesAgo * 60_000;
    const at = (minutes: number) => new Date(created + minutes * 60_000).toISOString();
    const tunnelId = randomUUID();
    const row: TunnelRow = {
      tunnelId,
      tunnelArn: `arn:aws:iot:us-east-1:000000000000:tunnel/${tunnelId}`,
      status: 'OPEN',
      description,
      thingName,
      services,
      tags: busy ? [{ key: 'team', value: 'field' }, { key: 'ticket', value: 'OPS-1234' }] : [],
      createdAt: at(0),
      lastUpdatedAt: at(1),
      expiresAt: at(720),
      closedAt: null,
      source: busy ? { status: 'CONNECTED', since: at(2), client: 'adit proxy/0.1', dialect: 'V3' } : { status: 'DISCONNECTED' },
      destination: thingName ? { status: 'CONNECTED', since: at(1), client: 'adit agent/0.1', dialect: 'V3' } : { status: 'DISCONNECTED' },
      bytesFromSource: busy ? 120_000 : 0,
      bytesFromDestination: busy ? 9_400_000 : 0,
      openConnections: busy ? 2 : 0,
    };
    this.tunnels.set(tunnelId, row);
    this.history.set(tunnelId, [
      { at: at(0), what: 'opened', side: null, detail: 'by ann from 192.0.2.7' },
      { at: at(0.1), what: 'notified', side: 'destination', detail: `${thingName ?? '–'} over MQTT` },
      { at: at(1), what: 'connected', side: 'destination', detail: 'from 198.51.100.4 with adit agent/0.1' },
      { at: at(1.5), what: 'refused', side: 'source', detail: '400 Invalid access token: The access token was previously used' },
    ]);
    return row;
  }

  private traffic(): void {
    for (const row of this.tunnels.values()) {
      if (row.source.status === 'CONNECTED') {
        row.bytesFromSource += Math.floor(Math.random() * 40_000);
        row.bytesFromDestination += Math.floor(Math.random() * 400_000);
        this.tell(row);
      }
    }
  }

  private tell(row: TunnelRow): void {
    this.listeners.forEach((listener) => listener('tunnel', row));
  }
}

const token = () => 'T' + randomBytes(47).toString('base64url');

function diagnosis(row: TunnelRow) {
  const connected = row.source.status === 'CONNECTED';
  return {
    examinedAt: new Date().toISOString(),
    healthy: connected,
    findings: connected
      ? [
          { severity: 'NOTICE', code: 'LINK_UNSTABLE', what: 'The destination has lost its link 3 times in 10 minutes.', next: 'Look at the network of the device.', command: '' },
          { severity: 'FINE', code: 'TUNNEL_FINE', what: 'Both sides are connected.', next: '', command: '' },
        ]
      : [
          {
            severity: 'PROBLEM',
            code: 'SIDE_NEVER_CONNECTED',
            what: 'The source has never connected.',
            next: 'Connect it with its token.',
            command: 'adit proxy -s SSH=5555',
          },
        ],
    source: { status: row.source.status },
    destination: { status: row.destination.status },
  };
}
