package io.adit.server.api.limits;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.limit.Limits;
import io.adit.server.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adit's own: tells how many tunnels are open, by whom, and how much of their budgets things have
 * used.
 */
final class ListLimitUse implements Operation<ListLimitUse.Input> {
  private final LimitDesk desk;

  record Input() {}

  /**
   * Open tunnels.
   *
   * @param principal null: of the account
   * @param most null: as many as one likes
   */
  record Tunnels(@Nullable String principal, int openTunnels, @Nullable Integer most) {}

  record Output(List<Tunnels> tunnels, List<ShownUse> things) {}

  ListLimitUse(LimitDesk desk) {
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
    Map<String, Integer> open = new TreeMap<>(desk.store().openTunnels(desk.clock().instant()));
    Limits limits = desk.limits();
    int all = open.values().stream().mapToInt(Integer::intValue).sum();
    open.remove("");
    List<Tunnels> tunnels = new ArrayList<>();
    tunnels.add(new Tunnels(null, all, limits.general().account().openTunnels()));
    open.forEach((principal, count) ->
        tunnels.add(new Tunnels(principal, count, limits.ofPrincipal(principal).openTunnels())));
    return new Output(tunnels, desk.budgets().all().stream().map(ShownUse::of).toList());
  }

  @Override
  public String name() {
    return "ListLimitUse";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }
}
