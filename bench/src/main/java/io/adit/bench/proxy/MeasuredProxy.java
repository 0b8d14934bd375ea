package io.adit.bench.proxy;

import io.adit.bench.carry.Circuits;
import io.adit.bench.carry.Direction;
import io.adit.bench.carry.PortSubject;
import io.adit.bench.carry.Subject;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One proxy of a way, whose usage alone counts.
 *
 * @param way through both proxies and the relay
 * @param pace for what it sends to its application
 */
record MeasuredProxy(PortSubject way, Child proxy, Place place, Pace pace) implements Subject {

  /** So many bytes may be under way at once; {@link #FREE}: as many as go. */
  record Pace(long up, long down) {
    static final long FREE = Long.MAX_VALUE;

    private static final int KIB = 1024;

    private long of(Flow flow) {
      return flow == Flow.UP ? up : down;
    }

    String inWords(Flow flow) {
      return of(flow) == FREE ? "as many as go" : of(flow) / KIB + " KiB";
    }
  }

  @Override
  public String name() {
    return way.name();
  }

  @Override
  public ProcessUsage usage() throws IOException {
    return ProcessUsage.of(proxy.pid());
  }

  @Override
  public long mayBeUnderWay(Direction direction) {
    return pace.of(place.flow(direction));
  }

  @Override
  public String lastWords() {
    try {
      return proxy.isAlive() ? "" : "; its process has ended: " + proxy.said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Circuits connect(int count) throws IOException {
    return way.connect(count);
  }

  @Override
  public void close() {
    way.close();
  }
}
