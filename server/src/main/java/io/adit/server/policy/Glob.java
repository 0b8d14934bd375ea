package io.adit.server.policy;

import java.util.Arrays;

/** A text in which {@code *} stands for any text and {@code ?} for one character. */
final class Glob {
  /** Not characters, so that a variable's value cannot become a wildcard. */
  static final int ANY = -1;

  static final int ONE = -2;

  private final int[] tokens;

  /**
   * @param tokens characters and wildcards
   */
  Glob(int[] tokens) {
    this.tokens = tokens;
  }

  /** A text without wildcards. */
  static Glob literal(String text) {
    return new Glob(text.chars().toArray());
  }

  /** Whether a whole text is of this form; takes time in proportion to both at the most. */
  boolean matches(String text) {
    int at = 0;
    int from = 0;
    int star = -1;
    int resume = 0;
    while (at < text.length()) {
      if (from < tokens.length && (tokens[from] == ONE || tokens[from] == text.charAt(at))) {
        from++;
        at++;
      } else if (from < tokens.length && tokens[from] == ANY) {
        star = from++;
        resume = at;
      } else if (star >= 0) {
        from = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (from < tokens.length && tokens[from] == ANY) {
      from++;
    }
    return from == tokens.length;
  }

  /**
   * Whether a text that begins so, and goes on without a certain character, can be of this form.
   */
  boolean mayMatch(String beginning, char notBehind) {
    boolean[] reached = new boolean[tokens.length + 1];
    reached[0] = true;
    passStars(reached);
    for (int i = 0; i < beginning.length(); i++) {
      reached = after(reached, beginning.charAt(i));
    }
    for (int i = 0; i < tokens.length; i++) {
      if (reached[i] && tokens[i] != notBehind) {
        reached[i + 1] = true; // some character is of this token, or none is needed
      }
    }
    return reached[tokens.length];
  }

  /** How many tokens may be behind us once one more character is. */
  private boolean[] after(boolean[] reached, char next) {
    boolean[] then = new boolean[reached.length];
    for (int i = 0; i < tokens.length; i++) {
      if (reached[i] && tokens[i] == ANY) {
        then[i] = true;
      } else if (reached[i] && (tokens[i] == ONE || tokens[i] == next)) {
        then[i + 1] = true;
      }
    }
    passStars(then);
    return then;
  }

  private void passStars(boolean[] reached) {
    for (int i = 0; i < tokens.length; i++) {
      if (reached[i] && tokens[i] == ANY) {
        reached[i + 1] = true;
      }
    }
  }

  /** Part by part, so that no wildcard reaches over a colon but in the last of six. */
  boolean matchesArn(String arn) {
    String[] parts = arn.split(":", 6);
    int[][] patterns = parts();
    if (parts.length != patterns.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!new Glob(patterns[i]).matches(parts[i])) {
        return false;
      }
    }
    return true;
  }

  private int[][] parts() {
    int[][] parts = new int[6][];
    int count = 0;
    int start = 0;
    for (int i = 0; i < tokens.length && count < parts.length - 1; i++) {
      if (tokens[i] == ':') {
        parts[count++] = Arrays.copyOfRange(tokens, start, i);
        start = i + 1;
      }
    }
    parts[count++] = Arrays.copyOfRange(tokens, start, tokens.length);
    return Arrays.copyOf(parts, count);
  }

  /** As it would be without wildcards: a star is a star. */
  String plain() {
    StringBuilder text = new StringBuilder(tokens.length);
    for (int token : tokens) {
      text.append(token == ANY ? '*' : token == ONE ? '?' : (char) token);
    }
    return text.toString();
  }

  boolean isAnything() {
    return tokens.length == 1 && tokens[0] == ANY;
  }
}
