import type {
  AuditFilter,
  AuditRecord,
  Certificate,
  ClientMode,
  DestinationConfig,
  Oidc,
  Session,
  Tag,
  ThingRow,
  Tokens,
  TunnelDetails,
  TunnelRow,
  User,
} from './types';

/** An answer that is no success: what went wrong, in the server's own words. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  readonly oidc: Oidc | null;
  /** Seconds to wait before the next try, where the server named them. */
  readonly retryAfter: number | null;

  constructor(status: number, code: string, message: string, oidc: Oidc | null = null, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.oidc = oidc;
    this.retryAfter = retryAfter;
  }
}

/** Called when the server no longer knows the session. */
let onSignedOut: () => void = () => {};

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

const BASE = '/console/api/';

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      headers:
        method === 'GET' ? {} : { 'X-Adit-Console': '1', 'Content-Type': 'application/json' },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
    });
  } catch {
    throw new ServiceError(0, 'Unreachable', '');
  }
  if (!answer.ok) {
    throw await failure(answer, path);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function failure(answer: Response, path: string): Promise<ServiceError> {
  const said = (await answer.json().catch(() => ({}))) as { error?: string; message?: string; oidc?: Oidc };
  if (answer.status === 401 && path !== 'sign-in' && path !== 'session') {
    onSignedOut();
  }
  const wait = Number(answer.headers.get('Retry-After'));
  return new ServiceError(
    answer.status,
    said.error ?? `HTTP ${answer.status}`,
    said.message ?? `${answer.status} ${answer.statusText}`,
    said.oidc ?? null,
    wait > 0 ? wait : null,
  );
}

const get = <T>(path: string) => request<T>('GET', path);
const post = <T>(path: string, body?: unknown) => request<T>('POST', path, body);
const call = <T>(operation: string, input: unknown) => post<T>(`call/${operation}`, input);
const tunneling = <T>(operation: string, input: unknown) => call<T>(`IoTSecuredTunneling/${operation}`, input);
const name = encodeURIComponent;

function query(parameters: Record<string, string | undefined>): string {
  const all = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value) {
      all.set(key, value);
    }
  }
  const text = all.toString();
  return text ? `?${text}` : '';
}

export const session = {
  current: () => get<Session>('session'),
  signIn: (user: string, password: string) => post<void>('sign-in', { user, password }),
  signOut: () => post<void>('sign-out'),
  first: (code: string, user: string, password: string) => post<void>('first', { code, user, password }),
  changePassword: (old: string, next: string) => post<void>('password', { old, new: next }),
};

export const audit = {
  page: (filter: AuditFilter, before?: string) => {
    const asked = new URLSearchParams(before ? { before } : {});
    for (const [member, value] of Object.entries(filter)) {
      if (value) {
        asked.set(member, value);
      }
    }
    return get<{ records: AuditRecord[]; next: string | null }>(`audit?${asked}`);
  },
};

export const users = {
  list: async () => {
    const answer = await get<{ users: User[] } | User[]>('users');
    return Array.isArray(answer) ? answer : answer.users;
  },
  add: (user: string, role: User['role'], password: string) => post<void>('users', { user, role, password }),
  remove: (user: string) => request<void>('DELETE', `users/${name(user)}`),
};

export interface OpenTunnelInput {
  description?: string;
  tags?: Tag[];
  destinationConfig?: DestinationConfig;
  timeoutConfig?: { maxLifetimeTimeoutMinutes: number };
}

export const tunnels = {
  page: (from?: string, thing?: string) =>
    get<{ tunnels: TunnelRow[]; next?: string | null }>(`tunnels${query({ from, thing })}`),
  details: (id: string) => get<TunnelDetails>(`tunnels/${name(id)}`),
  open: (input: OpenTunnelInput) => tunneling<Tokens & { tunnelArn: string }>('OpenTunnel', input),
  close: (tunnelId: string) => tunneling<object>('CloseTunnel', { tunnelId }),
  remove: (tunnelId: string) => tunneling<object>('CloseTunnel', { tunnelId, delete: true }),
  rotate: (tunnelId: string, clientMode: ClientMode, destinationConfig?: DestinationConfig) =>
    tunneling<Tokens>('RotateTunnelAccessToken', { tunnelId, clientMode, destinationConfig }),
  tag: (resourceArn: string, tags: Tag[]) => tunneling<object>('TagResource', { resourceArn, tags }),
  untag: (resourceArn: string, tagKeys: string[]) => tunneling<object>('UntagResource', { resourceArn, tagKeys }),
  /** The token comes as a cookie that only /tunnel sees; scripts never do. */
  connect: (id: string, service: string, takeOver: boolean) =>
    post<{ subprotocol: string }>(`tunnels/${name(id)}/connect`, { service, takeOver }),
};

export interface DeviceFiles {
  [file: string]: string;
}

export const things = {
  page: (from?: string, text?: string) =>
    get<{ things: ThingRow[]; next?: string | null }>(`things${query({ from, text })}`),
  describe: (thingName: string) =>
    call<{ thingName: string; attributes?: Record<string, string>; version?: number }>('iot/DescribeThing', { thingName }),
  create: (thingName: string) => call<object>('iot/CreateThing', { thingName }),
  remove: (thingName: string) => call<object>('iot/DeleteThing', { thingName }),
  principals: async (thingName: string) =>
    (await call<{ principals?: string[] }>('iot/ListThingPrincipals', { thingName })).principals ?? [],
  certificate: async (certificateId: string) =>
    (await call<{ certificateDescription: Certificate }>('iot/DescribeCertificate', { certificateId }))
      .certificateDescription,
  setCertificateStatus: (certificateId: string, newStatus: string) =>
    call<object>('iot/UpdateCertificate', { certificateId, newStatus }),
  enrol: async (thingName: string) =>
    (await post<{ files: DeviceFiles }>(`things/${name(thingName)}/enrol`)).files,
};
