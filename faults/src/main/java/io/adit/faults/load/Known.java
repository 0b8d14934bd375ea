package io.adit.faults.load;

import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A tunnel as all clients know it. For any thread. */
final class Known {
  private final String id;
  private final String arn;
  private final Map<Side, Token> current = new EnumMap<>(Side.class); // guarded by this
  private final List<Token> former = new ArrayList<>(); // guarded by this
  private final List<Link> links = new ArrayList<>(); // guarded by this
  private long tag; // guarded by this

  Known(String id, String arn, List<Token> tokens) {
    this.id = id;
    this.arn = arn;
    tokens.forEach(token -> current.put(token.side(), token));
  }

  String id() {
    return id;
  }

  String arn() {
    return arn;
  }

  synchronized Token token(Side side) {
    Token token = current.get(side);
    if (token == null) {
      throw new IllegalStateException(id + " was opened without a token for " + side);
    }
    return token;
  }

  /** Of two rotations at once either may be the last: the loser's tokens are found to be old. */
  synchronized void replace(List<Token> tokens) {
    for (Token token : tokens) {
      Token before = current.put(token.side(), token);
      if (before != null) {
        former.add(before);
      }
    }
  }

  /** One that was replaced; null while none was. */
  synchronized @Nullable Token former(Random random) {
    return former.isEmpty() ? null : former.get(random.nextInt(former.size()));
  }

  /** All tokens that it ever had. */
  synchronized List<Token> tokens() {
    List<Token> all = new ArrayList<>(former);
    all.addAll(current.values());
    return all;
  }

  synchronized void add(Link link) {
    links.removeIf(Link::isEnded);
    links.add(link);
  }

  synchronized List<Link> links() {
    return List.copyOf(links);
  }

  synchronized long nextTag() {
    return ++tag;
  }
}
