package io.adit.server.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts calls against the rates of the account and of each principal. A call that is refused
 * counts nowhere. Only callers who are known get here, so what is kept is bounded. Thread safe.
 */
public final class CallLimits {
  private record Key(Who who, String principal, String operation) {}

  private record Counted(Frequency frequency, Meter meter) {}

  private enum Who {
    ACCOUNT("all callers together", "--call-rate"),
    PRINCIPAL("this principal", "--call-rate-per-principal, or 'adit limits set --principal'");

    private final String words;
    private final String options;

    Who(String words, String options) {
      this.words = words;
      this.options = options;
    }
  }

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<Key, Counted> counts = new HashMap<>(); // guarded by this

  /**
   * @param nanoTime never goes back
   */
  public CallLimits(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** Counts a call that is about to be made, or throws ThrottledException. */
  public void take(String principal, String operation) {
    if (operation.isEmpty() || !limits.hasCallRates()) {
      return; // it will be told that there is no such operation
    }
    long now = nanoTime.getAsLong();
    CallRates account = limits.general().account().callRates();
    CallRates own = limits.ofPrincipal(principal).callRates();
    synchronized (this) {
      List<Meter> meters = new ArrayList<>();
      account
          .of(operation)
          .map(rate -> free(new Key(Who.ACCOUNT, "", operation), rate, now))
          .ifPresent(meters::add);
      own.of(operation)
          .map(rate -> free(new Key(Who.PRINCIPAL, principal, operation), rate, now))
          .ifPresent(meters::add);
      meters.forEach(meter -> meter.add(now));
    }
  }

  private Meter free(Key key, Frequency frequency, long now) {
    Meter meter =
        counts
            .compute(
                key,
                (_, there) ->
                    there != null && there.frequency().equals(frequency)
                        ? there
                        : new Counted(frequency, new Meter(frequency, now)))
            .meter();
    long nanos = meter.nanosUntilNext(now);
    if (nanos > 0) {
      throw new ThrottledException(
          String.format(
              Locale.ROOT,
              "Rate exceeded: %s may call %s %s, and that was used up; the next call may come in"
                  + " %.1f s. Call it less often, or have the rate raised (%s).",
              key.who().words,
              key.operation(),
              frequency,
              Math.max(0.1, nanos / 1e9),
              key.who().options));
    }
    return meter;
  }
}
