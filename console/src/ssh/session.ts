import { Curve25519 } from './curve25519.ts';
import { Ed25519 } from './ed25519.ts';
import { KeyExchanges } from './keyExchange.ts';
import {
  AuthenticationFailureMessage,
  AuthenticationMessage,
  AuthenticationSuccessMessage,
  ConnectionService,
  ServiceRequestMessage,
  SshAlgorithms,
  SshClientSession,
  SshDataWriter,
  SshSessionConfiguration,
} from './library.ts';
import { AuthenticationRequest, Banner, InfoRequest, InfoResponse, type Prompt } from './messages.ts';
import type { PrivateKey } from './privateKey.ts';

/** Asks the user what the device asks; null where the user gives up. */
export type Ask = (name: string, instruction: string, prompts: Prompt[]) => Promise<string[] | null>;

export interface Credentials {
  user: string;
  password?: string;
  key?: PrivateKey;
  ask: Ask;
}

/** The device did not let the user in. */
export class NotAuthenticated extends Error {
  /** What it would accept. */
  readonly methods: string[];

  constructor(methods: string[]) {
    super(`the device accepts: ${methods.join(', ')}`);
    this.methods = methods;
  }
}

const INTERACTIVE = 'keyboard-interactive';

/** The algorithms in the order that the console prefers. */
function configuration(rekeyAfterBytes: number | undefined): SshSessionConfiguration {
  const config = new SshSessionConfiguration(true);
  const { keyExchange, publicKey } = SshAlgorithms;
  config.keyExchangeAlgorithms.splice(
    0,
    Infinity,
    new Curve25519(),
    new Curve25519('curve25519-sha256@libssh.org'),
    keyExchange.ecdhNistp256Sha256,
    keyExchange.ecdhNistp384Sha384,
    keyExchange.ecdhNistp521Sha512,
  );
  config.publicKeyAlgorithms.splice(
    0,
    Infinity,
    new Ed25519(),
    publicKey.ecdsaSha2Nistp256,
    publicKey.ecdsaSha2Nistp384,
    publicKey.ecdsaSha2Nistp521,
    publicKey.rsaWithSha512,
    publicKey.rsaWithSha256,
  );
  // Only server-sig-algs: the library's own extensions are of no use with other servers.
  config.protocolExtensions.splice(1);
  config.messages.set(53, Banner as never);
  config.contextualMessages.get(INTERACTIVE)?.set(60, InfoRequest as never);
  if (rekeyAfterBytes !== undefined) {
    (config as unknown as { keyRotationThreshold: number }).keyRotationThreshold = rekeyAfterBytes;
  }
  return config;
}

/** The library's session, with authentication of our own and a mended key exchange. */
export class Session extends SshClientSession {
  onBanner: (text: string) => void = () => {};
  private awaited: ((message: AuthenticationMessage) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;
  private over: Error | null = null;

  constructor(rekeyAfterBytes?: number) {
    super(configuration(rekeyAfterBytes));
    (this as unknown as { kexService: unknown }).kexService = new KeyExchanges(this);
    this.onClosed((event) => {
      this.over = event.error ?? new Error(event.message);
      this.failed?.(this.over);
    });
  }

  /** @throws NotAuthenticated when the device refuses all that there is */
  async signIn(credentials: Credentials): Promise<void> {
    const request = new ServiceRequestMessage();
    request.serviceName = 'ssh-userauth';
    await this.sendMessage(request);
    let methods = await this.attempt(new AuthenticationRequest(credentials.user, 'none'), '');
    const tried = new Set<string>();
    while (methods !== null) {
      const next = nextMethod(credentials, methods, tried);
      if (!next) {
        throw new NotAuthenticated(methods);
      }
      tried.add(next);
      methods = await this.tryMethod(next, credentials);
    }
    (this as unknown as { activateService(type: unknown): void }).activateService(ConnectionService);
  }

  /** What the device accepts after it; null where the user is in. */
  private tryMethod(method: string, credentials: Credentials): Promise<string[] | null> {
    switch (method) {
      case 'publickey':
        return this.tryKey(credentials.user, credentials.key!);
      case 'password':
        return this.attempt(
          new AuthenticationRequest(credentials.user, 'password', (writer) => {
            writer.writeBoolean(false);
            writer.writeString(credentials.password!, 'utf8');
          }),
          'password',
        );
      default:
        return this.tryInteractive(credentials);
    }
  }

  private async tryKey(user: string, key: PrivateKey): Promise<string[] | null> {
    const accepted = this.protocolExtensions?.get('server-sig-algs')?.split(',');
    const algorithm = key.algorithms.find((name: string) => !accepted || accepted.includes(name)) ?? key.algorithms[0]!;
    const fields = (writer: SshDataWriter) => {
      writer.writeBoolean(true);
      writer.writeString(algorithm, 'ascii');
      writer.writeBinary(Buffer.from(key.publicBlob));
    };
    const signed = new SshDataWriter(Buffer.alloc(1024));
    signed.writeBinary(this.sessionId!);
    new AuthenticationRequest(user, 'publickey', fields).write(signed);
    const signature = await key.sign(algorithm, new Uint8Array(signed.toBuffer()));
    return this.attempt(
      new AuthenticationRequest(user, 'publickey', (writer) => {
        fields(writer);
        writer.writeBinary(Buffer.from(signature));
      }),
      'publickey',
    );
  }

  private async tryInteractive(credentials: Credentials): Promise<string[] | null> {
    let answer = await this.exchange(
      new AuthenticationRequest(credentials.user, INTERACTIVE, (writer) => {
        writer.writeString('', 'ascii');
        writer.writeString('', 'ascii');
      }),
      INTERACTIVE,
    );
    let password = credentials.password;
    while (answer instanceof InfoRequest) {
      const { name, instruction, prompts } = answer;
      let answers: string[] | null;
      if (prompts.length === 0) {
        answers = [];
      } else if (password !== undefined && prompts.length === 1 && !prompts[0]!.echo) {
        // PAM asks for the password in this way; what it asks next is for the user.
        answers = [password];
        password = undefined;
      } else {
        answers = await credentials.ask(name, instruction, prompts);
      }
      if (answers === null) {
        throw new NotAuthenticated([INTERACTIVE]);
      }
      answer = await this.exchange(new InfoResponse(answers), INTERACTIVE);
    }
    return outcome(answer);
  }

  private async attempt(request: AuthenticationRequest, context: string): Promise<string[] | null> {
    return outcome(await this.exchange(request, context));
  }

  /** Sends, and waits for what comes back; the context says what message 60 means. */
  private async exchange(request: AuthenticationMessage, context: string): Promise<AuthenticationMessage> {
    if (this.over) {
      throw this.over;
    }
    const protocol = (this as unknown as { protocol?: { messageContext: string | null } }).protocol;
    if (protocol) {
      protocol.messageContext = context || null;
    }
    const answer = new Promise<AuthenticationMessage>((resolve, reject) => {
      this.awaited = resolve;
      this.failed = reject;
    });
    answer.catch(() => {});
    await this.sendMessage(request);
    try {
      return await answer;
    } finally {
      this.awaited = null;
      this.failed = null;
    }
  }

  override handleMessage(message: never, cancellation?: never): Promise<void> | void {
    const received: unknown = message;
    if (received instanceof Banner) {
      this.onBanner(received.text);
      return;
    }
    if (received instanceof AuthenticationMessage) {
      this.awaited?.(received);
      return;
    }
    return super.handleMessage(message, cancellation) as Promise<void> | void;
  }
}

function nextMethod(credentials: Credentials, methods: string[], tried: Set<string>): string | null {
  const possible = [
    ...(credentials.key ? ['publickey'] : []),
    ...(credentials.password !== undefined ? ['password'] : []),
    INTERACTIVE,
  ];
  // A key's user is asked further questions only where the key was accepted and is not enough.
  return possible.find((method) => methods.includes(method) && !tried.has(method)) ?? null;
}

function outcome(answer: AuthenticationMessage): string[] | null {
  if (answer instanceof AuthenticationSuccessMessage) {
    return null;
  }
  if (answer instanceof AuthenticationFailureMessage) {
    return answer.methodNames ?? [];
  }
  throw new Error(`the device answered authentication with message ${answer.messageType}`);
}
