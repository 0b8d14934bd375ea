package io.adit.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the process is about to run out of descriptors, which every connection needs one of,
 * while it still can. On a thread of its own.
 */
final class DescriptorWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DescriptorWatch.class);
  private static final long INTERVAL_SECONDS = 5;
  private static final double MUCH = 0.9;

  private final Supplier<Use> use;
  private final Consumer<String> log;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean told; // of the one thread

  /**
   * How many are open, and may be.
   *
   * @param open empty: there was none left to find out with
   */
  record Use(OptionalLong open, long most) {
    /** Where the system does not tell. */
    static final Use UNCOUNTED = new Use(OptionalLong.of(0), Long.MAX_VALUE);
  }

  DescriptorWatch(Supplier<Use> use, Consumer<String> log) {
    this.use = use;
    this.log = log;
  }

  /** Watches this process. */
  static DescriptorWatch ofThisProcess() {
    return new DescriptorWatch(DescriptorWatch::use, LOG::warn);
  }

  /** What counts is loaded when it is asked first, by the watch: a start should not wait for it. */
  private static Use use() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? use(system)
        : Use.UNCOUNTED;
  }

  private static Use use(UnixOperatingSystemMXBean system) {
    long most = system.getMaxFileDescriptorCount();
    try {
      long open = system.getOpenFileDescriptorCount();
      return new Use(open < 0 ? OptionalLong.empty() : OptionalLong.of(open), most);
    } catch (RuntimeException | InternalError e) {
      return new Use(OptionalLong.empty(), most);
    }
  }

  DescriptorWatch start() {
    Thread.ofVirtual().name("adit-descriptors").start(this::run);
    return this;
  }

  /** What is wrong, in words for the operator; empty: enough are left. */
  Optional<String> problem() {
    Use now = use.get();
    if (now.open().isPresent() && now.open().getAsLong() < MUCH * now.most()) {
      return Optional.empty();
    }
    String count = now.open().isPresent() ? "%,d".formatted(now.open().getAsLong()) : "All";
    return Optional.of(
        "%s of %,d descriptors (open files and connections) are in use: new connections wait or fail, those that are there go on. Raise the limit (ulimit -n, LimitNOFILE= of systemd) and start again, or end connections"
            .formatted(count, now.most()));
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    // Loads what counts, as long as there are descriptors to load it with.
    var _ = use.get();
    try {
      while (!closed.await(INTERVAL_SECONDS, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; then it ends like closed.
    }
  }

  /** Once for each time that it gets so far. */
  void look() {
    Optional<String> problem = problem();
    if (problem.isPresent() && !told) {
      log.accept(problem.get());
    }
    told = problem.isPresent();
  }
}
