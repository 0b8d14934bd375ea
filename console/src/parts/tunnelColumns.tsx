import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import { to } from '../route';
import type { TunnelRow } from '../service/types';
import type { Texts } from '../text/en';
import type { Format } from '../text/format';
import { SideIndicator, TunnelStatusIndicator } from './status';

/** The columns that a list of tunnels may have. */
export function tunnelColumns<R extends TunnelRow>(text: Texts, format: Format, now: number): TableProps.ColumnDefinition<R>[] {
  const none = text.common.none;
  // Where a whole id would push other columns beyond the edge, its first letters tell it from others.
  const short = !window.matchMedia('(min-width: 100rem)').matches;
  return [
    {
      id: 'id',
      header: text.tunnel.id,
      cell: (row) => (
        <span title={row.tunnelId}>
          <Link href={to.tunnel(row.tunnelId)} ariaLabel={short ? row.tunnelId : undefined}>
            {short && row.tunnelId.length > 10 ? `${row.tunnelId.slice(0, 8)}…` : row.tunnelId}
          </Link>
        </span>
      ),
      sortingField: 'tunnelId',
      isRowHeader: true,
      minWidth: short ? 110 : 170,
    },
    { id: 'status', header: text.tunnel.status, cell: (row) => <TunnelStatusIndicator status={row.status} />, sortingField: 'status', minWidth: 110 },
    { id: 'description', header: text.tunnel.description, cell: (row) => row.description || none, sortingField: 'description', minWidth: 140, maxWidth: short ? 165 : 320 },
    {
      id: 'thing',
      header: text.tunnel.thing,
      cell: (row) => (row.thingName ? <Link href={to.thing(row.thingName)}>{row.thingName}</Link> : none),
      sortingField: 'thingName',
      minWidth: 110,
      maxWidth: short ? 135 : 240,
    },
    { id: 'services', header: text.tunnel.services, cell: (row) => row.services.join(', ') || none, minWidth: 100, maxWidth: short ? 110 : 200 },
    { id: 'source', header: text.tunnel.source, cell: (row) => <SideIndicator side={row.source} />, minWidth: 130 },
    { id: 'destination', header: text.tunnel.destination, cell: (row) => <SideIndicator side={row.destination} />, minWidth: 130 },
    {
      id: 'created',
      header: text.tunnel.created,
      cell: (row) => <span title={format.time(row.createdAt)}>{format.relative(row.createdAt, now)}</span>,
      sortingField: 'createdAt',
      minWidth: 110,
    },
    {
      id: 'expires',
      header: text.tunnel.expires,
      cell: (row) => (row.status === 'OPEN' ? <span title={format.time(row.expiresAt)}>{format.relative(row.expiresAt, now)}</span> : none),
      sortingField: 'expiresAt',
      minWidth: 110,
    },
    {
      id: 'tags',
      header: text.tunnel.tags,
      cell: (row) =>
        row.tags.length === 0 ? (
          none
        ) : (
          <SpaceBetween direction="horizontal" size="xxs">
            {row.tags.map((tag) => (
              <Badge key={tag.key}>{tag.value ? `${tag.key}=${tag.value}` : tag.key}</Badge>
            ))}
          </SpaceBetween>
        ),
      minWidth: 120,
    },
    {
      id: 'traffic',
      header: `${text.tunnel.fromSource} / ${text.tunnel.fromDestination}`,
      cell: (row) => `${format.bytes(row.bytesFromSource)} / ${format.bytes(row.bytesFromDestination)}`,
      minWidth: 150,
    },
  ];
}
