package io.adit.server.allowance;

import io.adit.server.flow.Rate;
import io.adit.server.flow.SharedRate;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rates that tunnels go by. That of a thing is there while one of its tunnels is. Thread safe.
 */
public final class Bandwidths {
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final @Nullable SharedRate account;
  private final Map<String, OfThing> things = new HashMap<>(); // guarded by this

  private record OfThing(SharedRate rate, int users) {}

  /** What a tunnel goes by while it is carried: its own rate, its thing's, the account's. */
  record Entry(List<SharedRate> rates, Runnable onLeave) {
    void leave() {
      onLeave.run();
    }
  }

  /**
   * @param nanoTime measures the rates; never goes back
   */
  public Bandwidths(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.account =
        rate("the account (--account-bandwidth)", limits.general().links().accountBandwidth());
  }

  /** A tunnel is carried from now on. */
  Entry enter(@Nullable String thing) {
    LimitOptions.Links links = limits.general().links();
    SharedRate own = rate("each tunnel (--tunnel-bandwidth)", links.tunnelBandwidth());
    SharedRate ofThing = thing == null ? null : enterThing(thing);
    List<SharedRate> rates = new ArrayList<>();
    addIfAny(rates, own);
    addIfAny(rates, ofThing);
    addIfAny(rates, account);
    return new Entry(List.copyOf(rates), () -> leave(thing, ofThing));
  }

  private static void addIfAny(List<SharedRate> rates, @Nullable SharedRate rate) {
    if (rate != null) {
      rates.add(rate);
    }
  }

  private synchronized @Nullable SharedRate enterThing(String thing) {
    Rate limit = limits.ofThing(thing).bandwidth();
    OfThing there = things.get(thing);
    if (there == null || !there.rate().rate().equals(limit)) {
      SharedRate rate =
          rate("the thing %s (--thing-bandwidth, or 'adit limits set')".formatted(thing), limit);
      if (rate == null) {
        things.remove(thing);
        return null;
      }
      there = new OfThing(rate, 0);
    }
    things.put(thing, new OfThing(there.rate(), there.users() + 1));
    return there.rate();
  }

  private synchronized void leave(@Nullable String thing, @Nullable SharedRate rate) {
    if (thing == null) {
      return;
    }
    things.computeIfPresent(
        thing,
        (_, there) -> {
          if (!there.rate().equals(rate)) {
            return there; // the limit is another since
          }
          return there.users() == 1 ? null : new OfThing(there.rate(), there.users() - 1);
        });
  }

  synchronized int things() {
    return things.size();
  }

  private @Nullable SharedRate rate(String name, @Nullable Rate rate) {
    return rate == null ? null : new SharedRate(name, rate, nanoTime);
  }
}
