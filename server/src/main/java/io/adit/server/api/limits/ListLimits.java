package io.adit.server.api.limits;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.LimitName;
import io.adit.server.limit.LimitOptions;
import io.adit.server.policy.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adit's own: lists the limits of everybody, as the server was started with, and those that single
 * principals and things have instead.
 */
final class ListLimits implements Operation<ListLimits.Input> {
  private final LimitDesk desk;

  record Input() {}

  /**
   * @param general by what they are of, then by limit; "off" is none
   */
  record Output(Map<String, Map<String, String>> general, List<ShownLimit> own) {}

  ListLimits(LimitDesk desk) {
    this.desk = desk;
  }

  @Override
  public void check(Input input, Violations violations) {}

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    return new Output(
        general(desk.limits().general()),
        desk.limits().ownLimits().stream().map(ShownLimit::of).toList());
  }

  private static Map<String, Map<String, String>> general(LimitOptions options) {
    Map<String, Map<String, String>> general = new LinkedHashMap<>();
    Map<String, String> account = callers(options.account());
    account.put(LimitName.BANDWIDTH.word(), text(options.links().accountBandwidth()));
    general.put("account", account);
    general.put("principal", callers(options.principal()));
    Map<String, String> thing = new LinkedHashMap<>();
    thing.put(LimitName.BANDWIDTH.word(), text(options.thing().bandwidth()));
    thing.put(LimitName.DATA.word(), text(options.thing().data()));
    general.put("thing", thing);
    general.put(
        "tunnel", Map.of(LimitName.BANDWIDTH.word(), text(options.links().tunnelBandwidth())));
    general.put("address", Map.of("handshake-rate", text(options.links().handshakes())));
    return general;
  }

  private static Map<String, String> callers(CallerLimits limits) {
    Map<String, String> callers = new LinkedHashMap<>();
    callers.put(LimitName.OPEN_TUNNELS.word(), text(limits.openTunnels()));
    callers.put(LimitName.CALL_RATE.word(), limits.callRates().toString());
    return callers;
  }

  private static String text(@Nullable Object limit) {
    return limit == null ? LimitName.OFF : limit.toString();
  }

  @Override
  public String name() {
    return "ListLimits";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }
}
