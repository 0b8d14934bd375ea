package io.adit.cli.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.cli.api.TunnelFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelChangesTest {
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(1);

  private final List<String> told = new ArrayList<>();
  private final TunnelChanges changes = new TunnelChanges((id, what) -> told.add(what));

  @Test
  void tellsOnceWhatThereIsAndThenWhatChanges() {
    look(tunnel(true, null, null));
    look(tunnel(true, null, null));
    look(tunnel(true, null, EARLY));
    look(tunnel(true, EARLY, LATE));
    look(tunnel(false, null, null));
    look(tunnel(false, null, null));

    assertThat(told)
        .containsExactly(
            "is open to T (SSH), source disconnected, destination disconnected",
            "destination connected",
            "source connected",
            "destination connected anew",
            "source disconnected",
            "destination disconnected",
            "closed");
  }

  @Test
  void tellsOfOneThatIsOpenedAndOfOneThatIsGone() {
    changes.onLook(Map.of());
    look(tunnel(true, null, EARLY));
    assertThat(changes.openIds()).containsExactly("id");
    changes.onLook(Map.of());
    changes.onLook(Map.of());

    assertThat(told)
        .containsExactly(
            "opened to T (SSH), source disconnected, destination connected", "closed and deleted");
    assertThat(changes.openIds()).isEmpty();
  }

  private void look(TunnelFacts tunnel) {
    changes.onLook(Map.of("id", tunnel));
  }

  /** The moments are when a side was connected; null is never. */
  private static TunnelFacts tunnel(
      boolean isOpen, @Nullable Instant source, @Nullable Instant destination) {
    return new TunnelFacts(
        new TunnelFacts.Summary("id", "arn", isOpen, "", EARLY, EARLY),
        "T",
        List.of("SSH"),
        new TunnelFacts.Sides(
            new TunnelFacts.Link(source != null, source),
            new TunnelFacts.Link(destination != null, destination)),
        Duration.ofHours(1),
        Map.of());
  }
}
