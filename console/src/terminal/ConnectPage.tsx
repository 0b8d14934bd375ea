import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useState } from 'react';
import { words } from '../parts/notices';
import { to } from '../route';
import { useLive } from '../service/live';
import { tunnels as tunnelService } from '../service/service';
import type { TunnelRow } from '../service/types';
import type { SshClient } from '../ssh/client';
import { NotAuthenticated } from '../ssh/session';
import type { Texts } from '../text/en';
import { useText } from '../text/text';
import { LinkClosed } from '../tunnel/link';
import { printable } from './banner';
import { hostName } from './knownHosts';
import { LoginForm } from './LoginForm';
import { Questions } from './Questions';
import { Terminals } from './Terminals';
import { useConnection, type Stage } from './useConnection';

/** "Connect": SSH in the page. */
export default function ConnectPage({ id, service }: { id: string; service: string }) {
  const text = useText();
  const live = useLive();
  const [read, setRead] = useState<TunnelRow | null>(null);
  const tunnel = live.tunnels.find((row) => row.tunnelId === id) ?? read;

  useEffect(() => {
    tunnelService.details(id).then(setRead, () => {});
  }, [id]);

  return (
    <ContentLayout
      header={
        <SpaceBetween size="s">
          <BreadcrumbGroup
            ariaLabel={text.nav.breadcrumbs}
            items={[
              { text: text.nav.tunnels, href: to.tunnels },
              { text: id, href: to.tunnel(id) },
              { text: text.detail.connect, href: to.connect(id, service) },
            ]}
          />
          <Header variant="h1" description={tunnel?.thingName ?? undefined}>
            {text.connect.title(service || text.detail.noService)}
          </Header>
        </SpaceBetween>
      }
    >
      {window.isSecureContext ? (
        tunnel && <Connected key={hostName(tunnel.thingName, id, service)} tunnel={tunnel} service={service} />
      ) : (
        <Alert type="error">{text.connect.secureOnly}</Alert>
      )}
    </ContentLayout>
  );
}

function Connected({ tunnel, service }: { tunnel: TunnelRow; service: string }) {
  const text = useText();
  const thing = tunnel.thingName ?? tunnel.tunnelId;
  const connection = useConnection(tunnel.tunnelId, service, hostName(tunnel.thingName, tunnel.tunnelId, service));
  const { stage } = connection;
  const [ssh, setSsh] = useState<SshClient | null>(null);
  // Terminals stay readable after the connection is lost, and go on when it is back.
  const [begun, setBegun] = useState(false);

  useEffect(() => {
    setSsh(stage.at === 'connected' ? stage.ssh : null);
    if (stage.at === 'connected') {
      setBegun(true);
    }
  }, [stage]);

  useEffect(() => {
    if (stage.at !== 'connected') {
      return;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [stage.at]);

  const waiting = stage.at === 'opening' || stage.at === 'handshake' || stage.at === 'signing-in';
  const disconnect = () => {
    setBegun(false);
    connection.disconnect();
  };
  return (
    <SpaceBetween size="m">
      {stage.at === 'form' && !/^$|ssh/i.test(service) && <Alert type="info">{text.connect.onlySsh} adit proxy -s {service}=5555</Alert>}
      {waiting && <StatusIndicator type="loading">{progress(stage, text)}</StatusIndicator>}
      {stage.at === 'lost' && (
        <Alert type="warning" action={<Button onClick={connection.reconnect}>{text.connect.reconnect}</Button>}>
          {explainEnd(stage.why, text) ?? text.connect.lost}
        </Alert>
      )}
      {stage.at === 'form' && (
        <>
          {stage.problem !== null && (
            <Alert type="error" header={text.common.failed}>
              {explain(stage.problem, text)}
            </Alert>
          )}
          {begun ? (
            <Button onClick={connection.reconnect}>{text.connect.reconnect}</Button>
          ) : (
            <LoginForm onConnect={connection.connect} />
          )}
        </>
      )}
      {connection.banner && stage.at !== 'form' && (
        <Container>
          <Box variant="pre">{printable(connection.banner)}</Box>
        </Container>
      )}
      {begun && <Terminals ssh={ssh} coming={waiting || stage.at === 'connected'} onDisconnect={disconnect} />}
      <Questions question={connection.question} thing={thing} />
    </SpaceBetween>
  );
}

function progress(stage: Stage, text: Texts): string {
  switch (stage.at) {
    case 'opening':
      return text.connect.opening;
    case 'handshake':
      return text.connect.handshake;
    default:
      return text.connect.signingIn;
  }
}

function explain(problem: unknown, text: Texts): string {
  if (problem instanceof NotAuthenticated) {
    return problem.methods.length > 0 ? text.connect.authFailedWith(problem.methods.join(', ')) : text.connect.authFailed;
  }
  const end = explainEnd(problem, text);
  if (end) {
    return end;
  }
  const said = words(problem, text);
  // What the SSH library says when the device hangs up before it has said anything.
  if (/protocol version|disposed|Session closed|connection ?lost/i.test(said)) {
    return text.connect.serviceRefused;
  }
  return said || text.connect.lost;
}

/** Why the tunnel's link is over, if it is. */
function explainEnd(problem: unknown, text: Texts): string | null {
  if (!(problem instanceof LinkClosed)) {
    return null;
  }
  if (problem.replaced) {
    return text.connect.replaced;
  }
  return problem.final ? text.connect.tunnelClosed : text.connect.lost;
}
