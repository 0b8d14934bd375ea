import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useRef, useState } from 'react';
import { words } from '../parts/notices';
import { to } from '../route';
import { audit as service } from '../service/service';
import type { AuditFilter, AuditRecord } from '../service/types';
import { useMay } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';

const EVENTS = [
  'ApiCall',
  'SignIn',
  'SignOut',
  'Command',
  'TokenAccepted',
  'TokenRefused',
  'LinkOpened',
  'LinkEnded',
  'ConnectionOpened',
  'ConnectionEnded',
  'TunnelExpired',
  'TokensRenewed',
];

/** Who did what: the newest records first. */
export function Audit() {
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const allowed = may('adit:ReadAuditLog');
  const [filter, setFilter] = useState<AuditFilter>({});
  const [records, setRecords] = useState<AuditRecord[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [shown, setShown] = useState<AuditRecord | null>(null);
  const asked = useRef(0);

  const read = useCallback(
    async (before?: string) => {
      const round = ++asked.current;
      setLoading(true);
      try {
        const page = await service.page(filter, before);
        // What was asked before and comes later is not wanted any more.
        if (round === asked.current) {
          setRecords((old) => (before ? [...old, ...page.records] : page.records));
          setNext(page.next);
          setError(null);
        }
      } catch (e) {
        if (round === asked.current) {
          setError(e);
        }
      } finally {
        if (round === asked.current) {
          setLoading(false);
        }
      }
    },
    [filter],
  );

  useEffect(() => {
    if (!allowed) {
      return;
    }
    // Not with every letter that is typed.
    const timer = window.setTimeout(() => void read(), 250);
    return () => window.clearTimeout(timer);
  }, [allowed, read]);

  if (!allowed) {
    return <Alert type="warning">{text.common.mayNot('ReadAuditLog')}</Alert>;
  }
  const events = [{ value: '', label: text.audit.anyEvent }, ...EVENTS.map((value) => ({ value, label: value }))];
  const field = (member: 'tunnel' | 'user' | 'thing', label: string) => (
    <FormField label={label}>
      <Input
        value={filter[member] ?? ''}
        spellcheck={false}
        onChange={({ detail }) => setFilter({ ...filter, [member]: detail.value.trim() })}
      />
    </FormField>
  );
  return (
    <>
      <Table
        variant="full-page"
        stickyHeader
        wrapLines
        items={records}
        trackBy={(record) => String(record.seq)}
        loading={loading && records.length === 0}
        loadingText={text.common.loading}
        ariaLabels={{ tableLabel: text.audit.title }}
        header={
          <SpaceBetween size="s">
            <Header
              variant="h1"
              description={text.audit.description}
              actions={<Button iconName="refresh" ariaLabel={text.common.refresh} onClick={() => void read()} />}
            >
              {text.audit.title}
            </Header>
            {error !== null && <Alert type="error">{words(error, text)}</Alert>}
          </SpaceBetween>
        }
        filter={
          <SpaceBetween direction="horizontal" size="s">
            {field('user', text.audit.user)}
            {field('tunnel', text.audit.tunnel)}
            {field('thing', text.audit.thing)}
            <FormField label={text.audit.event}>
              <Select
                options={events}
                selectedOption={events.find((option) => option.value === (filter.event ?? ''))!}
                onChange={({ detail }) => setFilter({ ...filter, event: detail.selectedOption.value })}
              />
            </FormField>
          </SpaceBetween>
        }
        empty={
          <Box textAlign="center" padding={{ vertical: 'l' }}>
            <b>{text.audit.empty}</b>
          </Box>
        }
        columnDefinitions={[
          {
            id: 'seq',
            header: text.audit.record,
            cell: (record) => (
              <Button variant="inline-link" onClick={() => setShown(record)}>
                {text.audit.number(record.seq)}
              </Button>
            ),
            isRowHeader: true,
            minWidth: 100,
          },
          { id: 'at', header: text.audit.time, cell: (record) => format.time(record.at), minWidth: 170 },
          { id: 'user', header: text.audit.user, cell: (record) => record.user ?? record.claimedUser ?? text.common.none, minWidth: 110 },
          { id: 'event', header: text.audit.event, cell: (record) => record.operation ?? record.event, minWidth: 150 },
          {
            id: 'what',
            header: text.audit.about,
            cell: (record) => (
              <>
                {record.tunnelId && <Link href={to.tunnel(record.tunnelId)}>{record.tunnelId}</Link>}
                {record.thing && <div>{record.thing}</div>}
              </>
            ),
            minWidth: 200,
          },
          { id: 'from', header: text.audit.from, cell: (record) => record.address ?? record.source?.address ?? text.common.none, minWidth: 150 },
          { id: 'outcome', header: text.audit.outcome, cell: (record) => outcome(record, format.bytes.bind(format), text.audit), minWidth: 200 },
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
      {shown && (
        <Modal
          visible
          size="large"
          header={text.audit.number(shown.seq)}
          closeAriaLabel={text.common.close}
          onDismiss={() => setShown(null)}
        >
          <Box variant="code">
            <pre className="record">{JSON.stringify(shown, null, 2)}</pre>
          </Box>
        </Modal>
      )}
    </>
  );
}

interface OutcomeText {
  done: string;
  refused: (why: string) => string;
  carried: (toDevice: string, fromDevice: string) => string;
}

function outcome(record: AuditRecord, bytes: (n: number) => string, text: OutcomeText): string {
  if (record.error) {
    return text.refused(record.error);
  }
  const parts: string[] = [];
  if (record.bytesFromSource !== undefined) {
    parts.push(text.carried(bytes(record.bytesFromSource), bytes(record.bytesFromDestination ?? 0)));
  }
  if (record.reason) {
    parts.push(record.reason);
  }
  return parts.join('; ') || (record.outcome === 'done' ? text.done : '');
}
