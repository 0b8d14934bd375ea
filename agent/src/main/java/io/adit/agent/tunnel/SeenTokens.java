package io.adit.agent.tunnel;

import io.adit.wire.AccessToken;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tokens that came, by their hashes; of the oldest of many nothing is known any more. */
final class SeenTokens {
  private static final int MOST = 1_024;

  private final Map<String, Boolean> hashes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Returns whether the token is new. */
  boolean add(AccessToken token) {
    return hashes.put(token.hash(), true) == null;
  }
}
