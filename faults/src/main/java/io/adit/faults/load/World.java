package io.adit.faults.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all clients share: the tunnels of all, and names that nobody else has. For any thread. */
final class World implements Link.Streams {
  private static final long SHORTEST_PAUSE_NANOS = 5_000_000;
  private static final long LONGEST_PAUSE_NANOS = 40_000_000;

  /** Most blocks are as small as a keystroke's echo. */
  private static final int FEW_LONG = 4;

  private static final int SHORT_BYTES = 600;

  private final List<Known> open = new ArrayList<>(); // guarded by this
  private final List<Known> all = new ArrayList<>(); // guarded by this
  private final Random manners; // guarded by this
  private final AtomicLong names = new AtomicLong();
  private final LongAdder throughProxies = new LongAdder();

  World(long seed) {
    this.manners = new Random(seed);
  }

  synchronized void add(Known tunnel) {
    open.add(tunnel);
    all.add(tunnel);
  }

  /** One that its own client alone uses; in the end it is looked at as all are. */
  synchronized void addApart(Known tunnel) {
    all.add(tunnel);
  }

  synchronized void forget(Known tunnel) {
    open.remove(tunnel);
  }

  synchronized int size() {
    return open.size();
  }

  /** One that is open, as far as anybody knows; null while there is none. */
  synchronized @Nullable Known any(Random random) {
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  /** Every tunnel that ever was. */
  synchronized List<Known> all() {
    return List.copyOf(all);
  }

  /** So many bytes arrived at an application behind one of Adit's own proxies. */
  void countThroughProxies(int bytes) {
    throughProxies.add(bytes);
  }

  long bytesThroughProxies() {
    return throughProxies.sum();
  }

  @Override
  public long nextName() {
    return names.incrementAndGet();
  }

  @Override
  public synchronized Sender.Manner manner() {
    int longest = manners.nextInt(FEW_LONG) == 0 ? Blocks.LONGEST : SHORT_BYTES;
    return new Sender.Manner(
        manners.nextInt(Blocks.HEADER_BYTES, longest),
        manners.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
  }

  /** Ends every link. */
  void dropLinks() {
    all().forEach(tunnel -> tunnel.links().forEach(Link::end));
  }
}
