import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { serve } from '../../mock/device.ts';
import { Link, SUBPROTOCOL, type Socket } from '../../src/tunnel/link.ts';

/** A device with OpenSSH's sshd, behind a relay of the mock; all of it ends with stop(). */
export class Device {
  readonly user = userInfo().username;
  private readonly folder = mkdtempSync(join(tmpdir(), 'adit-console-'));
  private sshd: ChildProcess | null = null;
  private readonly relay = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  private readonly links: Link[] = [];

  static async start(hostKeys: string[] = ['ed25519'], settings: string[] = []): Promise<Device> {
    const device = new Device();
    const port = await freePort();
    const keys = hostKeys.map((kind) => device.key(`host_${kind}`, kind).file);
    writeFileSync(device.path('authorized_keys'), '');
    writeFileSync(
      device.path('sshd_config'),
      [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        ...keys.map((file) => `HostKey ${file}`),
        `AuthorizedKeysFile ${device.path('authorized_keys')}`,
        'PidFile none',
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'Subsystem sftp internal-sftp',
        'SetEnv HISTFILE=/dev/null LANG=C.UTF-8',
        ...settings,
      ].join('\n') + '\n',
    );
    execFileSync('mkdir', ['-p', '/run/sshd']);
    device.sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', device.path('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    await listening(device.sshd);
    device.relay.on('connection', (socket) => serve(socket, { SSH: port }));
    return device;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A new key of ssh-keygen; the user may sign in with it once it is authorized. */
  key(name: string, kind: string, passphrase = '', options: string[] = []): { file: string; text: string } {
    const [type, bits] = kind.split('-');
    const file = this.path(name);
    execFileSync('ssh-keygen', ['-q', '-t', type!, ...(bits ? ['-b', bits] : []), '-N', passphrase, '-f', file, ...options]);
    return { file, text: readFileSync(file, 'utf8') };
  }

  authorize(file: string): void {
    writeFileSync(this.path('authorized_keys'), readFileSync(`${file}.pub`, 'utf8'), { flag: 'a' });
    chmodSync(this.path('authorized_keys'), 0o600);
  }

  fingerprint(kind: string): string {
    return execFileSync('ssh-keygen', ['-lf', `${this.path(`host_${kind}`)}.pub`], { encoding: 'utf8' }).split(' ')[1]!;
  }

  link(): Link {
    const { port } = this.relay.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/tunnel?local-proxy-mode=source`, SUBPROTOCOL);
    const link = new Link(socket as unknown as Socket);
    this.links.push(link);
    return link;
  }

  stop(): void {
    this.links.forEach((link) => link.disconnect());
    this.relay.close();
    this.sshd?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function listening(sshd: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    sshd.stderr!.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Server listening')) {
        resolve();
      }
    });
    sshd.on('exit', () => reject(new Error(`sshd ended: ${said}`)));
  });
}
