import type { OpenTunnelInput } from '../service/service';
import type { TunnelRow } from '../service/types';
import type { Texts } from '../text/en';

export interface CommandLine {
  what: string;
  command: string;
}

/** A word of a shell command line, in quotes where the shell would read more into it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const AWS = 'aws iotsecuretunneling';

/** OpenTunnel, as the AWS CLI is told it. */
export function awsOpen(input: OpenTunnelInput): string {
  const options: string[] = [];
  if (input.description) {
    options.push(`--description ${quoted(input.description)}`);
  }
  if (input.destinationConfig) {
    options.push(`--destination-config ${quoted(JSON.stringify(input.destinationConfig))}`);
  }
  if (input.timeoutConfig) {
    options.push(`--timeout-config maxLifetimeTimeoutMinutes=${input.timeoutConfig.maxLifetimeTimeoutMinutes}`);
  }
  if (input.tags && input.tags.length > 0) {
    options.push(`--tags ${quoted(JSON.stringify(input.tags))}`);
  }
  return [`${AWS} open-tunnel`, ...options].join(' \\\n    ');
}

export function awsLines(tunnel: TunnelRow, text: Texts): CommandLine[] {
  const id = quoted(tunnel.tunnelId);
  const lines = [{ what: text.detail.describe, command: `${AWS} describe-tunnel --tunnel-id ${id}` }];
  if (tunnel.status === 'OPEN') {
    lines.push(
      {
        what: text.detail.rotate,
        command: `${AWS} rotate-tunnel-access-token --tunnel-id ${id} --client-mode ALL${destination(tunnel)}`,
      },
      { what: text.detail.closeIt, command: `${AWS} close-tunnel --tunnel-id ${id}` },
    );
  }
  lines.push({ what: text.detail.deleteIt, command: `${AWS} close-tunnel --tunnel-id ${id} --delete` });
  return lines;
}

function destination(tunnel: TunnelRow): string {
  return tunnel.thingName
    ? ` \\\n    --destination-config ${quoted(JSON.stringify({ thingName: tunnel.thingName, services: tunnel.services }))}`
    : '';
}

/** The proxies read their token from AWSIOT_TUNNEL_ACCESS_TOKEN, so that no list of processes shows it. */
export function aditLines(tunnel: TunnelRow, endpoint: string, text: Texts): CommandLine[] {
  const lines = [{ what: text.detail.doctor, command: `adit doctor ${quoted(tunnel.tunnelId)}` }];
  if (tunnel.status === 'OPEN') {
    const services = tunnel.services;
    const source = services.length > 0 ? services.map((name, i) => `${name}=${5555 + i}`).join(',') : '5555';
    const served = services.length > 0 ? services.map((name) => `${name}=127.0.0.1:${port(name)}`).join(',') : '127.0.0.1:22';
    lines.push(
      { what: text.detail.proxySource, command: `${ask}\nadit proxy -e ${quoted(endpoint)} -s ${quoted(source)}` },
      { what: text.detail.proxyDestination, command: `${ask}\nadit proxy -e ${quoted(endpoint)} -d ${quoted(served)}` },
      { what: text.detail.login, command: 'ssh -p 5555 USER@localhost' },
    );
  }
  return lines;
}

const ask = 'read -rs AWSIOT_TUNNEL_ACCESS_TOKEN && export AWSIOT_TUNNEL_ACCESS_TOKEN';

function port(service: string): string {
  const known: Record<string, string> = { SSH: '22', HTTP: '80', HTTPS: '443', VNC: '5900', RDP: '3389' };
  return known[service.toUpperCase()] ?? 'PORT';
}
