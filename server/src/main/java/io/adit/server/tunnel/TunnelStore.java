package io.adit.server.tunnel;

import io.adit.wire.Side;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where tunnels and the hashes of their tokens are kept. Each call is one transaction, which is
 * safe on disk when the call returns, and each exception means that nothing was changed. A tunnel
 * is open while it is not closed and {@code now} is before its end; one that is past its end counts
 * as closed although nobody closed it yet.
 */
public interface TunnelStore {

  /** A token: whose it is and what became of it. */
  record TokenState(
      Tunnel tunnel,
      Side side,
      boolean isUsed,
      boolean isRevoked,
      @Nullable String clientTokenHash) {}

  /** What came of using a token for the first time. */
  enum FirstUse {
    DONE,
    /** A live token of an open tunnel has this client token. */
    CLIENT_TOKEN_TAKEN,
    /** It is used, revoked, or its tunnel is closed, by now. */
    TOO_LATE
  }

  /** A token that was replaced before its first use, and who is to be told the new one. */
  record Replaced(Tunnel tunnel, DestinationConfig notified) {}

  /** A place in the list of tunnels. */
  record Position(Instant createdAt, String tunnelId) {}

  /**
   * Keeps a new tunnel; its thing, where it names one, is to be notified. Throws
   * TunnelLimitException where as many are open as may be.
   */
  void insert(Tunnel tunnel, Map<Side, String> tokenHashes, Opening opening);

  Optional<Tunnel> find(String tunnelId);

  /** Open and closed tunnels, newest first, those behind {@code after} only. */
  List<Tunnel> newest(@Nullable String thingName, @Nullable Position after, int limit);

  /**
   * Revokes the tokens of the given sides and puts new ones in place; empty: it is not open.
   *
   * @param notified who is to be told the destination's new token; null: nobody. Counts only where
   *     the destination's is among them
   */
  Optional<Tunnel> replaceTokens(
      String tunnelId,
      Map<Side, String> tokenHashes,
      @Nullable DestinationConfig notified,
      Instant now);

  /**
   * Does the same for the destination alone, if somebody is to be told its token and nobody has
   * used that one; empty: otherwise, or it is not open.
   */
  Optional<Replaced> replaceUnusedToken(String tunnelId, String tokenHash, Instant now);

  /** The open tunnels of these things that {@link #replaceUnusedToken} would find, by thing. */
  List<Unclaimed> unclaimed(Collection<String> thingNames, Instant now);

  /** The same of all things, where no outside broker has taken the message; the oldest first. */
  List<Unclaimed> unpublished(int limit, Instant now);

  /** An outside broker has taken the message with this token, unless it was replaced since. */
  void published(String tunnelId, String tokenHash);

  /** Closes it as of a time; false: somebody else did, or it is not there. */
  boolean close(String tunnelId, Instant end);

  /** Forgets a tunnel; true: nobody had closed it. */
  boolean delete(String tunnelId);

  /**
   * Replaces the tags by what {@code change} makes of them, and touches the tunnel if that differs;
   * {@code change} may throw. False: there is no such tunnel.
   */
  boolean changeTags(String tunnelId, UnaryOperator<List<Tag>> change, Instant now);

  Optional<TokenState> token(String tokenHash);

  /** The tokens of a tunnel's sides that are not revoked; empty: there is no such tunnel. */
  Map<Side, TokenUse> tokenUse(String tunnelId);

  /** Marks a token as used and binds it to a client token, unless either is no longer free. */
  FirstUse use(String tokenHash, @Nullable String clientTokenHash, Instant now);

  /** Sets the side's link; does nothing to a tunnel that is not open. */
  void connect(String tunnelId, Side side, String linkId, Instant now);

  /** Takes the side's link away if it is this one. */
  void disconnect(String tunnelId, Side side, String linkId, Instant now);

  /** Takes all links away. */
  void disconnectAll(Instant now);

  /** When the first open tunnel is at its end. */
  Optional<Instant> firstEnd();

  /** When the first of the closed tunnels was closed. */
  Optional<Instant> firstClosed();

  /** Closes tunnels that are past their end as of that end, some at a time; returns their ids. */
  List<String> closeOverdue(Instant now);

  /** Forgets tunnels that were closed by {@code until}, some at a time; returns their ids. */
  List<String> purgeClosed(Instant until);
}
