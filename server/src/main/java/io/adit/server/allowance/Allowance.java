package io.adit.server.allowance;

import io.adit.server.flow.Lane;
import io.adit.server.flow.SharedRate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one tunnel may carry now. It lives on its owner's thread. */
public final class Allowance {
  /** Everything. */
  public static final Allowance FREE = new Allowance(Lane.FREE, null, () -> {});

  private final Lane lane;
  private final @Nullable DataUse use;
  private final Runnable onClose;

  private Allowance(Lane lane, @Nullable DataUse use, Runnable onClose) {
    this.lane = lane;
    this.use = use;
    this.onClose = onClose;
  }

  static Allowance of(
      List<SharedRate> rates, @Nullable DataUse use, Lane.Owner owner, Runnable onClose) {
    return rates.isEmpty() && use == null
        ? FREE
        : new Allowance(rates.isEmpty() ? Lane.FREE : new Lane(rates, owner), use, onClose);
  }

  /**
   * Whether a message may go; if not, the owner is told when to ask again, or that nothing goes any
   * more.
   */
  public boolean mayGo() {
    return (use == null || !use.isUsedUp()) && lane.mayGo();
  }

  /** So many bytes were carried. */
  public void onCarried(int bytes) {
    lane.onGone(bytes);
    if (use != null) {
      use.add(bytes);
    }
  }

  /** The rate that it waits for now; empty: it waits for none. */
  public Optional<SharedRate> waitsFor() {
    return lane.waitsFor();
  }

  /** What the tunnel's thing has used, if that is all of its budget. */
  public Optional<ThingUse> usedUp() {
    return use == null ? Optional.empty() : use.view().filter(ThingUse::isUsedUp);
  }

  /** Nothing is carried any more. */
  public void close() {
    lane.close();
    onClose.run();
  }
}
