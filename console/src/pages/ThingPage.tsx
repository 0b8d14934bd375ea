import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useState } from 'react';
import { Certificates } from '../parts/Certificates';
import { Confirm } from '../parts/Confirm';
import { EnrolDevice } from '../parts/EnrolDevice';
import { useNotices, words } from '../parts/notices';
import { useNow } from '../parts/now';
import { OnlineIndicator } from '../parts/status';
import { TokenDialog } from '../parts/TokenDialog';
import { tunnelColumns } from '../parts/tunnelColumns';
import { go, to } from '../route';
import { useLive } from '../service/live';
import { ServiceError, things as service, tunnels as tunnelService } from '../service/service';
import type { ThingRow, Tokens, TunnelRow } from '../service/types';
import { useMay } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';

type Dialog = { is: 'enrol' } | { is: 'delete' } | { is: 'use'; tunnel: TunnelRow } | { is: 'tokens'; tokens: Tokens };

export function ThingPage({ name }: { name: string }) {
  const text = useText();
  const format = useFormat();
  const live = useLive();
  const notices = useNotices();
  const now = useNow(30_000);
  const [thing, setThing] = useState<ThingRow | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [round, setRound] = useState(0);

  const read = useCallback(
    () =>
      readThing(name).then(
        (found) => {
          setThing(found);
          setError(null);
        },
        (e: unknown) => setError(e),
      ),
    [name],
  );
  useEffect(() => {
    void read();
  }, [read, round]);

  if (error instanceof ServiceError && (error.status === 404 || error.code === 'ResourceNotFoundException')) {
    return (
      <Alert type="warning" action={<Button href={to.things}>{text.nav.things}</Button>}>
        {text.things.notFound}
      </Alert>
    );
  }
  if (!thing) {
    return error === null ? <Spinner size="large" /> : <Alert type="error">{words(error, text)}</Alert>;
  }
  const tunnels = live.tunnels.filter((tunnel) => tunnel.thingName === name);
  const newestOpen = tunnels.find((tunnel) => tunnel.status === 'OPEN') ?? null;
  const close = () => setDialog(null);

  const useExisting = async (tunnel: TunnelRow) => {
    const tokens = await tunnelService.rotate(tunnel.tunnelId, 'ALL', { thingName: name, services: tunnel.services });
    setDialog({ is: 'tokens', tokens: { ...tokens, tunnelId: tunnel.tunnelId } });
  };

  return (
    <>
      <ContentLayout header={<ThingHeader name={name} newestOpen={newestOpen} onDialog={setDialog} />}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{text.detail.overview}</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: text.things.connectivity, value: <OnlineIndicator connected={live.connected.get(name) ?? thing.connected} /> },
                { label: text.things.version, value: format.number(thing.version ?? 1) },
                ...Object.entries(thing.attributes ?? {}).map(([label, value]) => ({ label, value })),
              ]}
            />
          </Container>
          <Certificates thing={name} round={round} onEnrol={() => setDialog({ is: 'enrol' })} />
          <Table
            header={
              <Header variant="h2" counter={text.hub.count(String(tunnels.length))}>
                {text.things.tunnels}
              </Header>
            }
            items={tunnels}
            trackBy="tunnelId"
            columnDefinitions={tunnelColumns<TunnelRow>(text, format, now).filter((column) => column.id !== 'thing' && column.id !== 'traffic')}
            empty={<Box textAlign="center">{text.hub.empty}</Box>}
          />
        </SpaceBetween>
      </ContentLayout>
      {dialog?.is === 'enrol' && (
        <EnrolDevice
          thing={name}
          onClose={() => {
            close();
            setRound((n) => n + 1);
          }}
        />
      )}
      {dialog?.is === 'delete' && (
        <Confirm
          title={text.things.deleteTitle(name)}
          action={text.things.delete}
          onDismiss={close}
          onConfirm={async () => {
            await service.remove(name);
            notices.success(text.things.deleted(name));
            go(to.things);
          }}
        >
          {text.things.deleteBody}
        </Confirm>
      )}
      {dialog?.is === 'use' && (
        <Confirm title={text.things.useExistingTitle} action={text.things.useExistingSubmit} onDismiss={close} onConfirm={() => useExisting(dialog.tunnel)}>
          {text.things.useExistingBody(dialog.tunnel.tunnelId, name)}
        </Confirm>
      )}
      {dialog?.is === 'tokens' && (
        <TokenDialog
          tokens={dialog.tokens}
          sentTo={name}
          onDone={() => {
            close();
            go(to.tunnel(dialog.tokens.tunnelId));
          }}
        />
      )}
    </>
  );
}

/** The list knows more of a thing than DescribeThing, which finds it where the list does not. */
async function readThing(name: string): Promise<ThingRow> {
  const page = await service.page(undefined, name);
  const listed = page.things.find((thing) => thing.thingName === name);
  if (listed) {
    return listed;
  }
  const described = await service.describe(name);
  return {
    thingName: name,
    attributes: described.attributes ?? {},
    version: described.version ?? 1,
    connected: null,
    certificates: 0,
    activeCertificates: 0,
    openTunnels: 0,
  };
}

function ThingHeader({ name, newestOpen, onDialog }: { name: string; newestOpen: TunnelRow | null; onDialog: (dialog: Dialog) => void }) {
  const text = useText();
  const may = useMay();
  const mayOpen = may('iot:OpenTunnel');
  const mayRotate = may('iot:RotateTunnelAccessToken');
  const mayDelete = may('iot:DeleteThing');
  return (
    <SpaceBetween size="s">
      <BreadcrumbGroup
        ariaLabel={text.nav.breadcrumbs}
        items={[
          { text: text.nav.things, href: to.things },
          { text: name, href: to.thing(name) },
        ]}
      />
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ButtonDropdown
              items={[
                {
                  id: 'delete',
                  text: text.things.delete,
                  disabled: !mayDelete,
                  disabledReason: mayDelete ? undefined : text.common.mayNot('DeleteThing'),
                },
              ]}
              onItemClick={() => onDialog({ is: 'delete' })}
            >
              {text.common.actions}
            </ButtonDropdown>
            <Button
              disabled={!newestOpen || !mayRotate}
              disabledReason={mayRotate ? text.things.useExistingNone : text.common.mayNot('RotateTunnelAccessToken')}
              onClick={() => newestOpen && onDialog({ is: 'use', tunnel: newestOpen })}
            >
              {text.things.useExisting}
            </Button>
            <Button
              variant="primary"
              disabled={!mayOpen}
              disabledReason={mayOpen ? undefined : text.common.mayNot('OpenTunnel')}
              onClick={() => go(to.createFor(name))}
            >
              {text.things.createTunnel}
            </Button>
          </SpaceBetween>
        }
      >
        {name}
      </Header>
    </SpaceBetween>
  );
}
