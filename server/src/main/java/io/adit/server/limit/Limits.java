package io.adit.server.limit;

import io.adit.server.flow.Rate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All limits: those of everybody, and those of single principals and things, which may change while
 * the server runs. Reading takes memory alone and is for any thread; a change blocks on the store.
 */
public final class Limits {
  private final LimitOptions general;
  private final LimitStore store;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Replaced as a whole, by one change at a time. */
  private volatile Map<LimitHolder, Map<LimitName, OwnLimit>> own;

  public Limits(LimitOptions general, LimitStore store) {
    this.general = general;
    this.store = store;
    this.own = bySubject(store.ownLimits());
  }

  /** Those of everybody. */
  public LimitOptions general() {
    return general;
  }

  /** Those of single principals and things, by kind, name and limit. */
  public List<OwnLimit> ownLimits() {
    return own.values().stream()
        .flatMap(limits -> limits.values().stream())
        .sorted(
            Comparator.comparing((OwnLimit each) -> each.subject().kind())
                .thenComparing(each -> each.subject().name())
                .thenComparing(OwnLimit::limit))
        .toList();
  }

  /** What holds for a principal. */
  public CallerLimits ofPrincipal(String name) {
    Map<LimitName, OwnLimit> limits = own.get(LimitHolder.principal(name));
    if (limits == null) {
      return general.principal();
    }
    OwnLimit tunnels = limits.get(LimitName.OPEN_TUNNELS);
    OwnLimit rates = limits.get(LimitName.CALL_RATE);
    return new CallerLimits(
        tunnels == null ? general.principal().openTunnels() : count(tunnels),
        rates == null ? general.principal().callRates() : LimitName.rates(rates.value()));
  }

  /** What holds for a thing. */
  public ThingLimits ofThing(String name) {
    Map<LimitName, OwnLimit> limits = own.get(LimitHolder.thing(name));
    if (limits == null) {
      return general.thing();
    }
    OwnLimit bandwidth = limits.get(LimitName.BANDWIDTH);
    OwnLimit data = limits.get(LimitName.DATA);
    return new ThingLimits(
        bandwidth == null ? general.thing().bandwidth() : rate(bandwidth),
        data == null ? general.thing().data() : budget(data));
  }

  /** Whether anything is to be counted before a call is made. */
  boolean hasCallRates() {
    return !general.account().callRates().isNone()
        || !general.principal().callRates().isNone()
        || !own.isEmpty();
  }

  /** Gives a subject a limit of its own, or another value for it. */
  public void put(OwnLimit limit) {
    store.put(limit);
    reload();
  }

  /** Takes one away, so that everybody's holds; false: there was none. */
  public boolean remove(LimitHolder subject, LimitName limit) {
    boolean removed = store.remove(subject, limit);
    reload();
    return removed;
  }

  /** Who is told after each change, on the thread that made it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void reload() {
    synchronized (this) {
      own = bySubject(store.ownLimits());
    }
    listeners.forEach(Runnable::run);
  }

  private static Map<LimitHolder, Map<LimitName, OwnLimit>> bySubject(List<OwnLimit> limits) {
    Map<LimitHolder, Map<LimitName, OwnLimit>> bySubject = new HashMap<>();
    limits.forEach(each ->
        bySubject.computeIfAbsent(each.subject(), _ -> new HashMap<>()).put(each.limit(), each));
    return bySubject;
  }

  private static @Nullable Integer count(OwnLimit limit) {
    return limit.isOff() ? null : Integer.valueOf(limit.value());
  }

  private static @Nullable Rate rate(OwnLimit limit) {
    return limit.isOff() ? null : Rate.parse(limit.value()).orElseThrow();
  }

  private static @Nullable DataBudget budget(OwnLimit limit) {
    return limit.isOff() ? null : DataBudget.parse(limit.value()).orElseThrow();
  }
}
