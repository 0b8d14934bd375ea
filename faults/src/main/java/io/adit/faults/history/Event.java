package io.adit.faults.history;

import io.adit.wire.Side;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that a client did, and what it saw of it. Tokens have names here; no secret is kept.
 */
public sealed interface Event {

  /** Something with a beginning and an answer. */
  sealed interface Call extends Event {
    Span span();

    String tunnel();
  }

  /** OpenTunnel, answered: these tokens are the tunnel's. */
  record Opened(Span span, String tunnel, Map<Side, String> tokens) implements Call {
    public Opened {
      tokens = Map.copyOf(tokens);
    }
  }

  /** RotateTunnelAccessToken of the sides; without an answer there are no tokens. */
  record Rotated(Span span, String tunnel, Set<Side> sides, Map<Side, String> tokens)
      implements Call {
    public Rotated {
      sides = Set.copyOf(sides);
      tokens = Map.copyOf(tokens);
    }
  }

  /** CloseTunnel. */
  record Closed(Span span, String tunnel, boolean delete) implements Call {}

  /** TagResource with a number as the value; a tunnel's numbers grow. */
  record Tagged(Span span, String tunnel, long value) implements Call {}

  /** What a tunnel looked like. */
  enum Look {
    OPEN,
    CLOSED,
    MISSING
  }

  /**
   * DescribeTunnel, answered.
   *
   * @param tag the tag's number; 0 without one
   */
  record Described(Span span, String tunnel, Look look, long tag) implements Call {}

  /** What became of a handshake. */
  sealed interface Answer {}

  /** 101: from here on it is this link. */
  record Admitted(long link) implements Answer {}

  /** Another status. */
  record Refused(int status, String reason) implements Answer {
    /** Whether it is said for good: after a 5xx clients come back. */
    boolean isFinal() {
      return status < 500;
    }
  }

  /** The connection ended without an answer. */
  record Lost() implements Answer {}

  /**
   * A handshake on the data plane.
   *
   * @param clientToken what the bearer adds, by its name; null: nothing
   */
  record Handshake(
      Span span,
      String tunnel,
      Side side,
      String token,
      @Nullable String clientToken,
      Answer answer)
      implements Call {

    boolean isAdmitted() {
      return answer instanceof Admitted;
    }
  }

  /**
   * A part of a stream of bytes.
   *
   * @param stream what the sender calls the stream; no other has the name
   */
  record Block(long stream, long offset, int length) {
    long end() {
      return offset + length;
    }
  }

  /** A link's client is about to send a block. */
  record Sent(long at, long link, Block block) implements Event {}

  /**
   * A link's client has read a block.
   *
   * @param connection which of the link's connections it came on
   * @param intact whether every byte is as it was made
   */
  record Received(long at, long link, long connection, Block block, boolean intact)
      implements Event {}

  /** The server sent on a link what no server may send. */
  record RuleBroken(long at, long link, String what) implements Event {}
}
