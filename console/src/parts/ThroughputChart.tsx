import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import LineChart from '@cloudscape-design/components/line-chart';
import { useEffect, useState } from 'react';
import { useLive } from '../service/live';
import type { TunnelRow } from '../service/types';
import { useFormat } from '../text/format';
import { useText } from '../text/text';
import { useNow } from './now';

const STEP_MS = 2000;
const WINDOW_MS = 3 * 60_000;

/** How fast bytes went through, both ways, over the last minutes. */
export function ThroughputChart({ tunnel }: { tunnel: TunnelRow }) {
  const text = useText();
  const format = useFormat();
  const { throughput } = useLive();
  const now = useNow(STEP_MS);
  const [opened] = useState(() => Date.now());

  // Without an event nothing has changed: the count is the same still.
  useEffect(() => throughput.add(tunnel, Date.now()), [tunnel, throughput, now]);

  const end = Math.floor(now / STEP_MS) * STEP_MS;
  const start = end - WINDOW_MS;
  const rates = throughput.rates(tunnel.tunnelId, Math.max(start, Math.ceil(opened / STEP_MS) * STEP_MS - STEP_MS), end, STEP_MS);
  const highest = rates.reduce((max, rate) => Math.max(max, rate.fromSource, rate.fromDestination), 0);
  return (
    <Container
      header={
        <Header variant="h2" description={text.detail.throughputBody}>
          {text.detail.throughput}
        </Header>
      }
    >
      <LineChart
        height={180}
        hideFilter
        xScaleType="time"
        xDomain={[new Date(start), new Date(end)]}
        yDomain={[0, Math.max(1000, highest * 1.1)]}
        series={[
          { title: text.tunnel.fromSource, type: 'line', data: rates.map((rate) => ({ x: new Date(rate.at), y: rate.fromSource })) },
          { title: text.tunnel.fromDestination, type: 'line', data: rates.map((rate) => ({ x: new Date(rate.at), y: rate.fromDestination })) },
        ]}
        xTitle={text.detail.time}
        yTitle={text.detail.perSecond}
        i18nStrings={{ xTickFormatter: (at) => format.clock(at), yTickFormatter: (rate) => format.bytes(rate) }}
        ariaLabel={text.detail.throughput}
        empty={<Box textAlign="center">{text.detail.noTraffic}</Box>}
      />
    </Container>
  );
}
