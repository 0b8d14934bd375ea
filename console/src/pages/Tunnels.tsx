import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CollectionPreferences, { type CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCollection } from '@cloudscape-design/collection-hooks';
import { useState } from 'react';
import { ChangeTunnels } from '../parts/ChangeTunnels';
import { useNow } from '../parts/now';
import { words } from '../parts/notices';
import { tunnelColumns } from '../parts/tunnelColumns';
import { go, to } from '../route';
import { useLive } from '../service/live';
import type { TunnelRow } from '../service/types';
import { useMay } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';

const KEPT = 'adit-console-hub';
const COLUMNS = ['id', 'status', 'description', 'thing', 'services', 'source', 'destination', 'created', 'expires', 'tags', 'traffic'];
const SHOWN_AT_FIRST = ['id', 'status', 'description', 'thing', 'services', 'source', 'destination'];
/** Besides, where the window has the room. */
const SHOWN_IF_WIDE = ['created'];

/** A row as the filter sees it: lists and tags as texts. */
interface Filterable extends TunnelRow {
  service: string;
  tag: string;
  state: string;
  thing: string;
}

function initialPreferences(): CollectionPreferencesProps.Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as CollectionPreferencesProps.Preferences | null;
    if (kept && Number.isInteger(kept.pageSize) && Array.isArray(kept.visibleContent)) {
      return kept;
    }
  } catch {
    // What is not readable is not kept.
  }
  const isWide = window.matchMedia('(min-width: 90rem)').matches;
  return { pageSize: 20, visibleContent: isWide ? [...SHOWN_AT_FIRST, ...SHOWN_IF_WIDE] : SHOWN_AT_FIRST };
}

export function Tunnels() {
  const text = useText();
  const format = useFormat();
  const live = useLive();
  const may = useMay();
  const now = useNow(30_000);
  const [preferences, setPreferences] = useState(initialPreferences);
  const [change, setChange] = useState<'close' | 'delete' | null>(null);

  const rows: Filterable[] = live.tunnels.map((row) => ({
    ...row,
    service: row.services.join(', '),
    tag: row.tags.map((tag) => `${tag.key}=${tag.value}`).join(', '),
    state: row.status === 'OPEN' ? text.tunnel.open : text.tunnel.closed,
    thing: row.thingName ?? '',
  }));
  const property = (key: string, label: string) => ({
    key,
    propertyLabel: label,
    groupValuesLabel: label,
    operators: [':', '!:', '=', '!='],
  });
  const { items, collectionProps, propertyFilterProps, paginationProps, filteredItemsCount, actions } = useCollection(rows, {
    propertyFiltering: {
      filteringProperties: [
        property('tunnelId', text.tunnel.id),
        property('thing', text.tunnel.thing),
        property('service', text.tunnel.services),
        property('state', text.tunnel.status),
        property('tag', text.tunnel.tags),
        property('description', text.tunnel.description),
      ],
      empty: <Empty />,
      noMatch: (
        <Box textAlign="center">
          <SpaceBetween size="s">
            <b>{text.hub.noMatch}</b>
            <Button onClick={() => actions.setPropertyFiltering({ tokens: [], operation: 'and' })}>{text.hub.clear}</Button>
          </SpaceBetween>
        </Box>
      ),
    },
    pagination: { pageSize: preferences.pageSize ?? 20 },
    sorting: { defaultState: { sortingColumn: { sortingField: 'createdAt' }, isDescending: true } },
    selection: { trackBy: 'tunnelId', keepSelection: true },
  });

  const selected = collectionProps.selectedItems ?? [];
  const closable = selected.filter((row) => row.status === 'OPEN');
  const mayClose = may('iot:CloseTunnel');
  const mayOpen = may('iot:OpenTunnel');
  const total = format.number(rows.length) + (live.hasMore ? '+' : '');

  const savePreferences = (next: CollectionPreferencesProps.Preferences) => {
    setPreferences(next);
    localStorage.setItem(KEPT, JSON.stringify({ pageSize: next.pageSize, visibleContent: next.visibleContent }));
  };

  return (
    <>
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        selectionType="multi"
        items={items}
        loading={live.loading && rows.length === 0}
        loadingText={text.common.loading}
        visibleColumns={preferences.visibleContent}
        columnDefinitions={tunnelColumns(text, format, now)}
        ariaLabels={{
          selectionGroupLabel: text.hub.selectAll,
          allItemsSelectionLabel: () => text.hub.selectAll,
          itemSelectionLabel: (_, row) => text.hub.select(row.tunnelId),
          tableLabel: text.hub.title,
        }}
        header={
          <SpaceBetween size="s">
            <Header
              variant="h1"
              counter={selected.length > 0 ? text.hub.selected(selected.length, total) : text.hub.count(total)}
              description={text.hub.description}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <Button iconName="refresh" ariaLabel={text.common.refresh} onClick={live.reload} />
                  <Button
                    disabled={closable.length === 0 || !mayClose}
                    disabledReason={mayClose ? undefined : text.common.mayNot('CloseTunnel')}
                    onClick={() => setChange('close')}
                  >
                    {text.hub.close}
                  </Button>
                  <Button
                    disabled={selected.length === 0 || !mayClose}
                    disabledReason={mayClose ? undefined : text.common.mayNot('CloseTunnel')}
                    onClick={() => setChange('delete')}
                  >
                    {text.hub.delete}
                  </Button>
                  <Button
                    variant="primary"
                    disabled={!mayOpen}
                    disabledReason={mayOpen ? undefined : text.common.mayNot('OpenTunnel')}
                    onClick={() => go(to.create)}
                  >
                    {text.hub.create}
                  </Button>
                </SpaceBetween>
              }
              info={
                live.streaming ? <StatusIndicator type="success">{text.hub.live}</StatusIndicator> : undefined
              }
            >
              {text.hub.title}
            </Header>
            {live.error !== null && (
              <Alert type="error" action={<Button onClick={live.reload}>{text.common.retry}</Button>}>
                {words(live.error, text)}
              </Alert>
            )}
            {!live.streaming && !live.loading && live.error === null && <Alert type="info">{text.hub.stale}</Alert>}
          </SpaceBetween>
        }
        filter={
          <PropertyFilter
            {...propertyFilterProps}
            filteringPlaceholder={text.hub.filter}
            filteringAriaLabel={text.hub.filterLabel}
            countText={text.hub.count(format.number(filteredItemsCount ?? 0))}
            expandToViewport
          />
        }
        pagination={
          <Pagination
            {...paginationProps}
            openEnd={false}
            ariaLabels={{ nextPageLabel: text.hub.nextPage, previousPageLabel: text.hub.previousPage, pageLabel: text.hub.pageOf }}
          />
        }
        preferences={
          <CollectionPreferences
            title={text.hub.preferences}
            confirmLabel={text.hub.confirm}
            cancelLabel={text.common.cancel}
            preferences={preferences}
            onConfirm={({ detail }) => savePreferences(detail)}
            pageSizePreference={{
              title: text.hub.pageSize,
              options: [10, 20, 50, 100].map((value) => ({ value, label: text.hub.rows(value) })),
            }}
            visibleContentPreference={{
              title: text.hub.columns,
              options: [
                {
                  label: text.hub.columns,
                  options: tunnelColumns(text, format, now)
                    .filter((column) => COLUMNS.includes(column.id!))
                    .map((column) => ({ id: column.id!, label: String(column.header), editable: column.id !== 'id' })),
                },
              ],
            }}
          />
        }
        footer={
          live.hasMore ? (
            <Box textAlign="center">
              <Button onClick={live.loadMore}>{text.hub.more}</Button>
            </Box>
          ) : undefined
        }
      />
      {change && (
        <ChangeTunnels
          change={change}
          tunnels={change === 'close' ? closable : [...selected]}
          onDismiss={() => setChange(null)}
          onDone={() => {
            setChange(null);
            actions.setSelectedItems([]);
          }}
        />
      )}
    </>
  );
}

function Empty() {
  const text = useText();
  const may = useMay();
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s">
        <b>{text.hub.empty}</b>
        <Box color="text-body-secondary">{text.hub.emptyBody}</Box>
        {may('iot:OpenTunnel') && <Button onClick={() => go(to.create)}>{text.hub.create}</Button>}
      </SpaceBetween>
    </Box>
  );
}
