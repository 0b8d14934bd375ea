import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useState } from 'react';
import { ChangeTunnels } from '../parts/ChangeTunnels';
import { CommandLines } from '../parts/CommandLines';
import { aditLines, awsLines } from '../parts/commands';
import { CopyButton } from '../parts/CopyButton';
import { Findings } from '../parts/Findings';
import { words } from '../parts/notices';
import { useNow } from '../parts/now';
import { RotateTokens } from '../parts/RotateTokens';
import { SideIndicator, TunnelStatusIndicator } from '../parts/status';
import { TagsCard } from '../parts/TagsCard';
import { ThroughputChart } from '../parts/ThroughputChart';
import { TokenDialog } from '../parts/TokenDialog';
import { go, to } from '../route';
import { useLive } from '../service/live';
import { ServiceError, tunnels as service } from '../service/service';
import type { DiagnosedLink, HistoryEntry, SideState, Tokens, TunnelDetails, TunnelRow } from '../service/types';
import { useMay, useSignedIn } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';

type Dialog = { is: 'close' } | { is: 'delete' } | { is: 'rotate' } | { is: 'tokens'; tokens: Tokens; sentTo: string | null };

export function TunnelPage({ id }: { id: string }) {
  const text = useText();
  const live = useLive();
  const { session } = useSignedIn();
  const [details, setDetails] = useState<TunnelDetails | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);

  const read = useCallback(
    () =>
      service.details(id).then(
        (found) => {
          setDetails(found);
          setError(null);
        },
        (e: unknown) => setError(e),
      ),
    [id],
  );

  // The row comes with the events; diagnosis and history are read again when it has changed.
  const row = live.tunnels.find((tunnel) => tunnel.tunnelId === id);
  const state = row && JSON.stringify([row.status, row.source, row.destination, row.tags, row.openConnections, row.lastUpdatedAt]);
  useEffect(() => {
    void read();
  }, [read, state]);

  const gone = error instanceof ServiceError && (error.status === 404 || error.code === 'ResourceNotFoundException');
  const tunnel: TunnelRow | null = row ?? details;
  if (gone) {
    return (
      <Alert type="warning" action={<Button href={to.tunnels}>{text.nav.tunnels}</Button>}>
        {text.detail.notFound}
      </Alert>
    );
  }
  if (!tunnel) {
    return error === null ? <Spinner size="large" /> : <Alert type="error">{words(error, text)}</Alert>;
  }
  const close = () => setDialog(null);
  return (
    <>
      <ContentLayout header={<TunnelHeader tunnel={tunnel} onDialog={setDialog} />}>
        <SpaceBetween size="l">
          {details?.diagnosis && <Findings diagnosis={details.diagnosis} />}
          <Overview tunnel={tunnel} />
          <Sides tunnel={tunnel} details={details} />
          <ThroughputChart tunnel={tunnel} />
          <TagsCard tunnel={tunnel} onSaved={() => void read()} />
          <History entries={details?.history ?? []} />
          <Container header={<Header variant="h2" description={text.detail.commandsBody}>{text.detail.commands}</Header>}>
            <CommandLines aws={awsLines(tunnel, text)} adit={aditLines(tunnel, session.endpoint, text)} />
          </Container>
        </SpaceBetween>
      </ContentLayout>
      {(dialog?.is === 'close' || dialog?.is === 'delete') && (
        <ChangeTunnels
          change={dialog.is}
          tunnels={[tunnel]}
          onDismiss={close}
          onDone={() => {
            close();
            if (dialog.is === 'delete') {
              go(to.tunnels);
            }
          }}
        />
      )}
      {dialog?.is === 'rotate' && (
        <RotateTokens
          tunnel={tunnel}
          onDismiss={close}
          onDone={(tokens, sentTo) => {
            setDialog({ is: 'tokens', tokens, sentTo });
            void read();
          }}
        />
      )}
      {dialog?.is === 'tokens' && <TokenDialog tokens={dialog.tokens} sentTo={dialog.sentTo} onDone={close} />}
    </>
  );
}

function TunnelHeader({ tunnel, onDialog }: { tunnel: TunnelRow; onDialog: (dialog: Dialog) => void }) {
  const text = useText();
  const may = useMay();
  const open = tunnel.status === 'OPEN';
  const reachable = open && tunnel.destination.status === 'CONNECTED';
  const why = open ? text.detail.connectWait : text.detail.connectClosed;
  const mayRotate = may('iot:RotateTunnelAccessToken');
  const denied = (action: string) => text.common.mayNot(action);
  const services = tunnel.services.length > 0 ? tunnel.services : [''];
  return (
    <SpaceBetween size="s">
      <BreadcrumbGroup
        ariaLabel={text.nav.breadcrumbs}
        items={[
          { text: text.nav.tunnels, href: to.tunnels },
          { text: tunnel.tunnelId, href: to.tunnel(tunnel.tunnelId) },
        ]}
      />
      <Header
        variant="h1"
        description={tunnel.description ?? undefined}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ButtonDropdown
              items={[
                { id: 'rotate', text: text.detail.newTokens, disabled: !open || !mayRotate, disabledReason: mayRotate ? undefined : denied('RotateTunnelAccessToken') },
                { id: 'duplicate', text: text.detail.duplicate, disabled: !may('iot:OpenTunnel'), disabledReason: may('iot:OpenTunnel') ? undefined : denied('OpenTunnel') },
                { id: 'close', text: text.hub.close, disabled: !open || !may('iot:CloseTunnel'), disabledReason: may('iot:CloseTunnel') ? undefined : denied('CloseTunnel') },
                { id: 'delete', text: text.hub.delete, disabled: !may('iot:CloseTunnel'), disabledReason: may('iot:CloseTunnel') ? undefined : denied('CloseTunnel') },
              ]}
              onItemClick={({ detail }) =>
                detail.id === 'duplicate' ? go(to.duplicate(tunnel.tunnelId)) : onDialog({ is: detail.id as 'rotate' | 'close' | 'delete' })
              }
            >
              {text.common.actions}
            </ButtonDropdown>
            {services.length === 1 ? (
              <Button
                variant="primary"
                disabled={!reachable || !mayRotate}
                disabledReason={mayRotate ? why : denied('RotateTunnelAccessToken')}
                onClick={() => go(to.connect(tunnel.tunnelId, services[0]!))}
              >
                {text.detail.connect}
              </Button>
            ) : (
              <ButtonDropdown
                variant="primary"
                disabled={!reachable || !mayRotate}
                disabledReason={mayRotate ? why : denied('RotateTunnelAccessToken')}
                items={services.map((service) => ({ id: service, text: text.detail.connectTo(service) }))}
                onItemClick={({ detail }) => go(to.connect(tunnel.tunnelId, detail.id))}
              >
                {text.detail.connect}
              </ButtonDropdown>
            )}
          </SpaceBetween>
        }
      >
        {tunnel.tunnelId}
      </Header>
    </SpaceBetween>
  );
}

function Overview({ tunnel }: { tunnel: TunnelRow }) {
  const text = useText();
  const format = useFormat();
  const now = useNow(10_000);
  const none = text.common.none;
  const open = tunnel.status === 'OPEN';
  return (
    <Container header={<Header variant="h2">{text.detail.overview}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: text.tunnel.status, value: <TunnelStatusIndicator status={tunnel.status} /> },
          { label: text.tunnel.thing, value: tunnel.thingName ? <Link href={to.thing(tunnel.thingName)}>{tunnel.thingName}</Link> : none },
          { label: text.tunnel.services, value: tunnel.services.join(', ') || none },
          { label: text.tunnel.created, value: format.time(tunnel.createdAt) },
          open
            ? { label: text.tunnel.expires, value: `${format.time(tunnel.expiresAt)} (${format.relative(tunnel.expiresAt, now)})` }
            : { label: text.tunnel.closedAt, value: format.time(tunnel.closedAt) },
          { label: text.tunnel.connections, value: format.number(tunnel.openConnections) },
          { label: text.tunnel.fromSource, value: format.bytes(tunnel.bytesFromSource) },
          { label: text.tunnel.fromDestination, value: format.bytes(tunnel.bytesFromDestination) },
          {
            label: text.tunnel.arn,
            value: (
              <>
                <CopyButton value={tunnel.tunnelArn} label={`${text.common.copy}: ${text.tunnel.arn}`} /> {tunnel.tunnelArn}
              </>
            ),
          },
        ]}
      />
    </Container>
  );
}

function Sides({ tunnel, details }: { tunnel: TunnelRow; details: TunnelDetails | null }) {
  const text = useText();
  return (
    <Container header={<Header variant="h2">{text.detail.sides}</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <SideCard title={text.tunnel.source} side={tunnel.source} link={details?.diagnosis?.source?.link} />
        <SideCard title={text.tunnel.destination} side={tunnel.destination} link={details?.diagnosis?.destination?.link} />
      </ColumnLayout>
    </Container>
  );
}

function SideCard({ title, side, link }: { title: string; side: SideState; link: DiagnosedLink | null | undefined }) {
  const text = useText();
  const format = useFormat();
  const none = text.common.none;
  const connected = side.status === 'CONNECTED';
  return (
    <SpaceBetween size="s">
      <Box variant="h3">{title}</Box>
      <KeyValuePairs
        columns={1}
        items={[
          { label: text.tunnel.status, value: <SideIndicator side={side} /> },
          { label: text.tunnel.since, value: format.time(side.since) },
          { label: text.tunnel.client, value: (connected && (side.client || link?.userAgent)) || none },
          { label: text.tunnel.dialect, value: (connected && (side.dialect || link?.dialect)) || none },
        ]}
      />
    </SpaceBetween>
  );
}

function History({ entries }: { entries: HistoryEntry[] }) {
  const text = useText();
  const format = useFormat();
  const sideName = (side: string | null | undefined) =>
    side?.toLowerCase() === 'source' ? text.tunnel.source : side?.toLowerCase() === 'destination' ? text.tunnel.destination : text.common.none;
  const newestFirst = [...entries].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Table
      header={
        <Header variant="h2" counter={text.hub.count(String(entries.length))}>
          {text.detail.history}
        </Header>
      }
      items={newestFirst}
      wrapLines
      empty={<StatusIndicator type="info">{text.detail.historyEmpty}</StatusIndicator>}
      columnDefinitions={[
        { id: 'at', header: text.detail.when, cell: (entry) => format.time(entry.at), width: 190 },
        { id: 'what', header: text.detail.what, cell: (entry) => text.detail.events[entry.what] ?? entry.what, isRowHeader: true, minWidth: 140 },
        { id: 'side', header: text.detail.side, cell: (entry) => sideName(entry.side), width: 130 },
        { id: 'detail', header: text.detail.detail, cell: (entry) =>
            [entry.detail, (entry.times ?? 1) > 1 && text.detail.times(entry.times!, format.time(entry.lastAt))].filter(Boolean).join(' · ') ||
            text.common.none, minWidth: 200 },
      ]}
    />
  );
}
