import type { TunnelRow } from './types';

interface Sample {
  at: number;
  fromSource: number;
  fromDestination: number;
}

/** Bytes a second in one direction, at the end of a period. */
export interface Rate {
  at: number;
  fromSource: number;
  fromDestination: number;
}

const KEPT_MS = 10 * 60_000;

/** Turns the byte counts that events bring into rates over time. */
export class Throughput {
  private readonly samples = new Map<string, Sample[]>();

  add(row: Pick<TunnelRow, 'tunnelId' | 'bytesFromSource' | 'bytesFromDestination'>, at: number): void {
    const known = this.samples.get(row.tunnelId) ?? [];
    known.push({ at, fromSource: row.bytesFromSource, fromDestination: row.bytesFromDestination });
    while (known.length > 1 && known[1]!.at < at - KEPT_MS) {
      known.shift();
    }
    this.samples.set(row.tunnelId, known);
  }

  /** The mean rate of each whole step of time between two moments. */
  rates(tunnelId: string, from: number, to: number, step: number): Rate[] {
    const known = this.samples.get(tunnelId) ?? [];
    const found: Rate[] = [];
    for (let end = from + step; end <= to; end += step) {
      const before = countsAt(known, end - step);
      const after = countsAt(known, end);
      found.push({
        at: end,
        fromSource: perSecond(before.fromSource, after.fromSource, step),
        fromDestination: perSecond(before.fromDestination, after.fromDestination, step),
      });
    }
    return found;
  }
}

/** A count that fell began anew with its link. */
function perSecond(before: number, after: number, step: number): number {
  return Math.max(0, after >= before ? after - before : after) / (step / 1000);
}

/** Between two samples the bytes are taken to have flowed evenly; behind the last one nothing did. */
function countsAt(samples: Sample[], at: number): Omit<Sample, 'at'> {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (!first || !last) {
    return { fromSource: 0, fromDestination: 0 };
  }
  if (at <= first.at) {
    return first;
  }
  if (at >= last.at) {
    return last;
  }
  const next = samples.findIndex((sample) => sample.at >= at);
  const a = samples[next - 1]!;
  const b = samples[next]!;
  const part = b.at === a.at ? 1 : (at - a.at) / (b.at - a.at);
  const between = (x: number, y: number) => (y < x ? y : x + (y - x) * part);
  return {
    fromSource: between(a.fromSource, b.fromSource),
    fromDestination: between(a.fromDestination, b.fromDestination),
  };
}
