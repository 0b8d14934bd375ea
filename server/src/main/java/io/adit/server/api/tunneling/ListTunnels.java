package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Actions;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelPage;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists tunnels, newest first, a page at a time. */
final class ListTunnels implements Operation<ListTunnels.Input> {
  /** The CLI and boto ask for one page only, so it is as large as may be. */
  private static final int LARGEST_PAGE = 100;

  /** Of tunnels that the caller may not know of, for one answer; the token goes on from there. */
  private static final int MOST_PAGES = 50;

  private static final Pattern NEXT_TOKEN = Pattern.compile("[a-zA-Z0-9_=-]{1,4096}");

  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(
      @Nullable String thingName, @Nullable Integer maxResults, @Nullable String nextToken) {}

  record Output(List<Summary> tunnelSummaries, @Nullable String nextToken) {}

  record Summary(
      String tunnelId,
      String tunnelArn,
      TunnelStatus status,
      @Nullable String description,
      Instant createdAt,
      Instant lastUpdatedAt) {

    static Summary of(Tunnel tunnel) {
      return new Summary(
          tunnel.tunnelId(),
          tunnel.tunnelArn(),
          tunnel.status(),
          tunnel.description(),
          tunnel.createdAt(),
          tunnel.lastUpdatedAt());
    }
  }

  ListTunnels(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "ListTunnels";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    DestinationConfigInput.checkThingName("thingName", input.thingName(), violations);
    violations.range("maxResults", input.maxResults(), 1, LARGEST_PAGE);
    violations.matches("nextToken", input.nextToken(), NEXT_TOKEN);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.tunnels(input.thingName()));
  }

  @Override
  public Output run(Caller caller, Input input) {
    int maxResults = input.maxResults() == null ? LARGEST_PAGE : input.maxResults();
    if (caller.mayAlways(Actions.LIST_TUNNELS)) {
      TunnelPage page = tunnels.list(input.thingName(), maxResults, input.nextToken());
      return new Output(page.tunnels().stream().map(Summary::of).toList(), page.nextToken());
    }
    return visible(caller, input, maxResults);
  }

  /** Those that the caller may know of, from as many pages as it takes, within reason. */
  private Output visible(Caller caller, Input input, int maxResults) {
    List<Summary> found = new ArrayList<>();
    String next = input.nextToken();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      TunnelPage page = tunnels.list(input.thingName(), maxResults - found.size(), next);
      page.tunnels().stream()
          .filter(tunnel -> caller.may(Actions.LIST_TUNNELS, subjects.listed(tunnel)))
          .map(Summary::of)
          .forEach(found::add);
      next = page.nextToken();
      if (next == null || found.size() == maxResults) {
        break;
      }
    }
    return new Output(List.copyOf(found), next);
  }
}
