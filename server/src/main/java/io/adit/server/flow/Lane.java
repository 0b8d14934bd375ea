package io.adit.server.flow;

import java.util.List;
import java.util.Optional;

/**
 * What one tunnel may send now, of all the rates that it goes by. A message may go while each rate
 * has granted something that is not spent; it is then charged in full, and what it took too much is
 * paid back first. So nothing is cut, and no more goes than was granted but for one message.
 *
 * <p>All of it happens on the owner's thread.
 */
public final class Lane {
  /** Goes by no rate. */
  public static final Lane FREE = new Lane(List.of(), Owner.NONE);

  /** Whose lane it is. */
  public interface Owner {
    Owner NONE =
        new Owner() {
          @Override
          public void execute(Runnable task) {}

          @Override
          public void alarm(long nanos, Runnable task) {}

          @Override
          public void onMayGo() {}
        };

    /** Runs a task on the owner's thread. */
    void execute(Runnable task);

    /** Runs a task after so many nanoseconds. */
    void alarm(long nanos, Runnable task);

    /** Something was granted that {@link Lane#mayGo} waited for; called on the owner's thread. */
    void onMayGo();
  }

  private final Share[] shares;
  private final Owner owner;

  /**
   * @param rates asked in this order: those that fewer have first
   */
  public Lane(List<SharedRate> rates, Owner owner) {
    this.owner = owner;
    this.shares = rates.stream().map(Share::new).toArray(Share[]::new);
  }

  /** Whether a message may go; if not, the owner is told when to ask again. */
  public boolean mayGo() {
    for (Share share : shares) {
      if (!share.hasCredit()) {
        return false;
      }
    }
    return true;
  }

  /** A message of so many bytes went. */
  public void onGone(int bytes) {
    for (Share share : shares) {
      share.credit -= bytes;
    }
  }

  /** The rate that it waits for now; empty: it waits for none. */
  public Optional<SharedRate> waitsFor() {
    for (Share share : shares) {
      if (share.waits) {
        return Optional.of(share.rate);
      }
    }
    return Optional.empty();
  }

  /** Nothing goes here any more. */
  public void close() {
    for (Share share : shares) {
      share.rate.leave(share);
    }
  }

  /** What the lane has of one rate. */
  private final class Share implements SharedRate.Waiter {
    private final SharedRate rate;
    private long credit;
    private boolean waits;

    Share(SharedRate rate) {
      this.rate = rate;
    }

    boolean hasCredit() {
      while (credit <= 0 && !waits) {
        int granted = rate.ask(this);
        credit += granted;
        waits = granted == 0;
      }
      return credit > 0;
    }

    @Override
    public void onGranted(int bytes) {
      owner.execute(() -> {
        credit += bytes;
        waits = false;
        owner.onMayGo();
      });
    }

    @Override
    public void alarm(long nanos, Runnable task) {
      owner.alarm(nanos, task);
    }
  }
}
