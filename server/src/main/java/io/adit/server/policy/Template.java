package io.adit.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text of a policy with wildcards and variables, such as {@code thing/${aws:username}-*}. */
final class Template {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\s*([^{},]*?)\\s*(?:,\\s*'([^'{}]*)'\\s*)?}");

  private final String text;
  private final List<Piece> pieces;
  private final boolean withVariables;

  /** Made once where there is no variable. */
  private final @Nullable Glob constant;

  /** A part of it. */
  private sealed interface Piece {}

  /** Characters and wildcards. */
  private record Fixed(List<Integer> tokens) implements Piece {}

  /**
   * The value of a key.
   *
   * @param otherwise the value where there is none
   */
  private record Variable(String key, @Nullable String otherwise) implements Piece {}

  private Template(String text, List<Piece> pieces, boolean withVariables) {
    this.text = text;
    this.withVariables = withVariables;
    this.pieces = List.copyOf(pieces);
    boolean isConstant = pieces.stream().allMatch(piece -> piece instanceof Fixed);
    this.constant = isConstant ? new Glob(tokens(Facts.NONE).orElseThrow().toArray()) : null;
  }

  /** Reads a text in which {@code ${...}} is a variable. */
  static Template of(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher variables = VARIABLE.matcher(text);
    int end = 0;
    while (variables.find()) {
      pieces.add(fixed(text.substring(end, variables.start())));
      pieces.add(piece(variables.group(1), variables.group(2)));
      end = variables.end();
    }
    pieces.add(fixed(text.substring(end)));
    return new Template(text, pieces, true);
  }

  /** Reads a text in which nothing is a variable. */
  static Template withoutVariables(String text) {
    return new Template(text, List.of(fixed(text)), false);
  }

  private static Piece piece(String name, @Nullable String otherwise) {
    return switch (name) {
      case "*", "?", "$" -> new Fixed(List.of((int) name.charAt(0)));
      default -> new Variable(name, otherwise);
    };
  }

  private static Fixed fixed(String text) {
    return new Fixed(
        text.chars().map(c -> c == '*' ? Glob.ANY : c == '?' ? Glob.ONE : c).boxed().toList());
  }

  /** Whether it was read with variables. */
  boolean hasVariables() {
    return withVariables;
  }

  /** The keys of its variables. */
  Stream<String> keys() {
    return pieces.stream()
        .flatMap(piece ->
            piece instanceof Variable variable ? Stream.of(variable.key()) : Stream.empty());
  }

  /** Whether something of it looks like a variable and is none. */
  boolean isBroken() {
    String rest = VARIABLE.matcher(text).replaceAll("");
    return rest.contains("${");
  }

  /** Filled in; empty where a variable has no value, or more than one. */
  Optional<Glob> fill(Facts facts) {
    return constant == null
        ? tokens(facts).map(tokens -> new Glob(tokens.toArray()))
        : Optional.of(constant);
  }

  /** As if each variable could be anything. */
  Glob loosely() {
    IntStream.Builder tokens = IntStream.builder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Fixed fixed -> fixed.tokens().forEach(tokens::add);
        case Variable _ -> tokens.add(Glob.ANY);
      }
    }
    return new Glob(tokens.build().toArray());
  }

  private Optional<IntStream> tokens(Facts facts) {
    IntStream.Builder tokens = IntStream.builder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Fixed fixed -> fixed.tokens().forEach(tokens::add);
        case Variable variable -> {
          Optional<String> value = value(variable, facts);
          if (value.isEmpty()) {
            return Optional.empty();
          }
          value.get().chars().forEach(tokens::add);
        }
      }
    }
    return Optional.of(tokens.build());
  }

  private static Optional<String> value(Variable variable, Facts facts) {
    List<String> values = facts.of(variable.key());
    return values.isEmpty()
        ? Optional.ofNullable(variable.otherwise())
        : values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
