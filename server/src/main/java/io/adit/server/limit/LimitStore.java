package io.adit.server.limit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where limits of single principals and things are kept, and what was used. */
public interface LimitStore {

  /**
   * What was carried for a thing.
   *
   * @param periodStart when the period began in which it was
   */
  record Used(String thing, DataBudget.Period period, Instant periodStart, long bytes) {}

  List<OwnLimit> ownLimits();

  /** Keeps a limit in place of the one of this name that the subject has. */
  void put(OwnLimit limit);

  /** Forgets a limit; false: there was none. */
  boolean remove(LimitHolder subject, LimitName limit);

  /** Of all things. */
  List<Used> used();

  /** Keeps it in place of what is known of these things. */
  void keep(Collection<Used> used);

  /** How many tunnels each principal has open; those that nobody is known for are under "". */
  Map<String, Integer> openTunnels(Instant now);
}
