package io.adit.server;

import io.adit.server.allowance.Allowances;
import io.adit.server.allowance.Bandwidths;
import io.adit.server.allowance.DataBudgets;
import io.adit.server.allowance.ThingUse;
import io.adit.server.api.CallListener;
import io.adit.server.api.CallReport;
import io.adit.server.api.Operation;
import io.adit.server.api.limits.LimitDesk;
import io.adit.server.auth.Caller;
import io.adit.server.http.ClientNetwork;
import io.adit.server.limit.CallLimits;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.HandshakeLimits;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.LimitStore;
import io.adit.server.limit.Limits;
import io.adit.server.relay.LinkLimits;
import io.adit.server.relay.Relay;
import io.adit.server.store.Database;
import io.adit.server.store.SqlLimits;
import io.adit.server.tunnel.Opening;
import io.adit.server.tunnel.TunnelGuard;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to do with limits. */
record LimitParts(
    Limits limits, LimitStore store, DataBudgets budgets, LinkLimits links, CallLimits calls)
    implements TunnelGuard, CallListener {

  /** Makes them out of a database; what must be closed goes to the parts. */
  static LimitParts of(LimitOptions options, Database database, Parts parts, Clock clock) {
    var store = new SqlLimits(database);
    var limits = new Limits(options, store);
    var budgets = parts.add(new DataBudgets(limits, store, clock));
    budgets.start();
    var links =
        new LinkLimits(
            new HandshakeLimits(options.links().handshakes(), System::nanoTime),
            ClientNetwork::isLoopback,
            Allowances.of(new Bandwidths(limits, System::nanoTime), budgets));
    return new LimitParts(limits, store, budgets, links, new CallLimits(limits, System::nanoTime));
  }

  /** From now on this relay hears of budgets that are used up, and of other limits. */
  void tell(Relay relay) {
    budgets.tell(relay);
    limits.onChange(relay::onLimitsChanged);
  }

  /** Adit's own operations for limits. */
  List<Operation<?>> operations(Clock clock) {
    return new LimitDesk(limits, budgets, store, clock).operations();
  }

  @Override
  public Opening opening(@Nullable String principal) {
    CallerLimits own = principal == null ? CallerLimits.NONE : limits.ofPrincipal(principal);
    return new Opening(principal, limits.general().account().openTunnels(), own.openTunnels());
  }

  @Override
  public Optional<String> bar(@Nullable String thingName) {
    return budgets.usedUp(thingName).map(ThingUse::inWords);
  }

  @Override
  public void onCalled(Caller caller, String operation) {
    calls.take(caller.user(), operation);
  }

  @Override
  public void onAnswered(CallReport report) {}
}
