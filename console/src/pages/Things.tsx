import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useCallback, useEffect, useState } from 'react';
import { EnrolDevice } from '../parts/EnrolDevice';
import { words } from '../parts/notices';
import { OnlineIndicator } from '../parts/status';
import { to } from '../route';
import { useLive } from '../service/live';
import { things as service } from '../service/service';
import type { ThingRow } from '../service/types';
import { useMay } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';

export function Things() {
  const text = useText();
  const format = useFormat();
  const live = useLive();
  const may = useMay();
  const [things, setThings] = useState<ThingRow[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [filter, setFilter] = useState('');
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [enrolling, setEnrolling] = useState(false);

  const read = useCallback(
    async (from?: string) => {
      setLoading(true);
      try {
        const page = await service.page(from, filter || undefined);
        setThings((old) => (from ? [...old, ...page.things] : page.things));
        setNext(page.next ?? null);
        setError(null);
      } catch (e) {
        setError(e);
      } finally {
        setLoading(false);
      }
    },
    [filter],
  );

  useEffect(() => {
    // Not with every letter that is typed.
    const timer = window.setTimeout(() => void read(), filter ? 250 : 0);
    return () => window.clearTimeout(timer);
  }, [read, filter]);

  const mayEnrol = may('iot:CreateThing');
  return (
    <>
      <Table
        variant="full-page"
        stickyHeader
        items={things}
        trackBy="thingName"
        loading={loading && things.length === 0}
        loadingText={text.common.loading}
        ariaLabels={{ tableLabel: text.things.title }}
        header={
          <SpaceBetween size="s">
            <Header
              variant="h1"
              counter={text.hub.count(format.number(things.length) + (next ? '+' : ''))}
              description={text.things.description}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <Button iconName="refresh" ariaLabel={text.common.refresh} onClick={() => void read()} />
                  <Button
                    variant="primary"
                    disabled={!mayEnrol}
                    disabledReason={mayEnrol ? undefined : text.common.mayNot('CreateThing')}
                    onClick={() => setEnrolling(true)}
                  >
                    {text.things.enrol}
                  </Button>
                </SpaceBetween>
              }
            >
              {text.things.title}
            </Header>
            {error !== null && <Alert type="error">{words(error, text)}</Alert>}
          </SpaceBetween>
        }
        filter={
          <TextFilter
            filteringText={filter}
            filteringPlaceholder={text.things.filter}
            filteringAriaLabel={text.things.filter}
            onChange={({ detail }) => setFilter(detail.filteringText)}
          />
        }
        empty={
          <Box textAlign="center" padding={{ vertical: 'l' }}>
            <SpaceBetween size="s">
              <b>{filter ? text.things.noMatch : text.things.empty}</b>
              {!filter && <Box color="text-body-secondary">{text.things.emptyBody}</Box>}
            </SpaceBetween>
          </Box>
        }
        columnDefinitions={[
          {
            id: 'name',
            header: text.things.name,
            cell: (thing) => <Link href={to.thing(thing.thingName)}>{thing.thingName}</Link>,
            isRowHeader: true,
            minWidth: 150,
          },
          {
            id: 'online',
            header: text.things.connectivity,
            cell: (thing) => <OnlineIndicator connected={live.connected.get(thing.thingName) ?? thing.connected} />,
            minWidth: 120,
          },
          { id: 'tunnels', header: text.things.openTunnels, cell: (thing) => format.number(thing.openTunnels), minWidth: 110 },
          {
            id: 'certificates',
            header: text.things.certificates,
            cell: (thing) => text.things.activeOf(thing.activeCertificates, thing.certificates),
            minWidth: 130,
          },
          {
            id: 'attributes',
            header: text.things.attributes,
            cell: (thing) =>
              Object.entries(thing.attributes ?? {})
                .map(([key, value]) => `${key}=${value}`)
                .join(', ') || text.common.none,
            minWidth: 160,
          },
        ]}
        footer={
          next ? (
            <Box textAlign="center">
              <Button loading={loading} onClick={() => void read(next)}>
                {text.hub.nextPage}
              </Button>
            </Box>
          ) : undefined
        }
      />
      {enrolling && (
        <EnrolDevice
          thing={null}
          onClose={() => {
            setEnrolling(false);
            void read();
          }}
        />
      )}
    </>
  );
}
