import { SshAlgorithms, SshAuthenticationType, SshServerSession, SshSessionConfiguration, BaseStream } from '@microsoft/dev-tunnels-ssh';
import { AuthenticationInfoRequestMessage } from '@microsoft/dev-tunnels-ssh/messages/authenticationMessages.js';
import { expect, test } from 'vitest';
import { SshClient } from '../src/ssh/client.ts';
import type { Prompt } from '../src/ssh/messages.ts';
import { KeyUnreadable, readPrivateKey } from '../src/ssh/privateKey.ts';
import { NotAuthenticated, type Ask } from '../src/ssh/session.ts';
import type { ConnectionListener } from '../src/tunnel/link.ts';

/** A device's end of a connection, in the same process. */
class DeviceStream extends BaseStream {
  private listener: ConnectionListener | null = null;

  connect(listener: ConnectionListener) {
    this.listener = listener;
    return {
      send: async (data: Uint8Array) => this.onData(Buffer.from(data)),
      close: () => this.onEnd(),
    };
  }

  override async write(data: Buffer): Promise<void> {
    this.listener!.onData(new Uint8Array(data));
  }

  override async close(): Promise<void> {
    this.listener!.onEnd(null);
  }
}

/** The library's server: it accepts the password "right", or the answer "42" to one question. */
async function device(methods: string[]): Promise<SshClient> {
  const config = new SshSessionConfiguration(true);
  config.authenticationMethods.splice(0, Infinity, ...(['none', ...methods] as never[]));
  const server = new SshServerSession(config);
  server.credentials = { publicKeys: [await SshAlgorithms.publicKey.ecdsaSha2Nistp384!.generateKeyPair()] };
  server.onAuthenticating((event) => {
    if (event.authenticationType === SshAuthenticationType.clientPassword) {
      event.authenticationPromise = Promise.resolve(event.password === 'right' ? {} : null);
    } else if (event.authenticationType === SshAuthenticationType.clientInteractive) {
      if (event.infoResponse) {
        event.authenticationPromise = Promise.resolve(event.infoResponse.responses![0] === '42' ? {} : null);
      } else {
        const question = new AuthenticationInfoRequestMessage();
        question.name = 'Second factor';
        question.instruction = 'Look at your device';
        question.prompts = [{ prompt: 'Code: ', echo: true }];
        event.infoRequest = question;
      }
    }
  });
  const stream = new DeviceStream();
  return SshClient.connect(
    (listener) => {
      const connection = stream.connect(listener);
      server.connect(stream).catch(() => {});
      return connection;
    },
    async () => true,
  );
}

const nobody: Ask = () => Promise.reject(new Error('nobody should be asked'));

test('the right password lets the user in', async () => {
  const client = await device(['password']);

  await client.signIn({ user: 'ann', password: 'right', ask: nobody });
});

test('a wrong password is refused, with what the device accepts', async () => {
  const client = await device(['password']);

  const refused = client.signIn({ user: 'ann', password: 'wrong', ask: nobody });

  await expect(refused).rejects.toBeInstanceOf(NotAuthenticated);
  await expect(refused).rejects.toMatchObject({ methods: ['none', 'password'] });
});

test('what the device asks is shown to the user, and the answer counts', async () => {
  const client = await device(['keyboard-interactive']);
  let asked: [string, string, Prompt[]] | null = null;

  await client.signIn({
    user: 'ann',
    ask: async (...question) => {
      asked = question;
      return ['42'];
    },
  });

  expect(asked).toEqual(['Second factor', 'Look at your device', [{ text: 'Code: ', echo: true }]]);
});

test('a question that shows its answer is not answered with the password', async () => {
  const client = await device(['keyboard-interactive']);
  let asked = false;

  await client.signIn({
    user: 'ann',
    password: '42',
    ask: async () => {
      asked = true;
      return ['42'];
    },
  });

  expect(asked).toBe(true);
});

test('a user who does not answer is not let in', async () => {
  const client = await device(['keyboard-interactive']);

  await expect(client.signIn({ user: 'ann', ask: async () => null })).rejects.toBeInstanceOf(NotAuthenticated);
});

test.each([
  ['public', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ comment'],
  ['putty', 'PuTTY-User-Key-File-3: ssh-ed25519\n'],
  ['unknown', 'hello'],
  ['unknown', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'],
])('a file that is no private key is called %s', async (fault, text) => {
  await expect(readPrivateKey(text, '')).rejects.toMatchObject({ fault });
  await expect(readPrivateKey(text, '')).rejects.toBeInstanceOf(KeyUnreadable);
});
