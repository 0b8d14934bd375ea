package io.adit.server.policy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A policy document, read. */
public record PolicyDocument(List<Statement> statements) {
  /** As many as AWS takes in a managed policy, with room for spaces. */
  public static final int MOST_CHARS = 20_480;

  /** What a policy is asked about. */
  public enum Use {
    /** Calls of a user. */
    CALLS,
    /** Connections to the data plane, by whoever has a token. */
    CONNECTIONS
  }

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /**
   * Reads one.
   *
   * @throws PolicyException where it is no policy; what is only not understood is a problem
   */
  public static PolicyDocument read(String json) {
    return new DocumentReader().read(json);
  }

  /** Reads what is to be kept: throws PolicyException for problems as well. */
  public static PolicyDocument readStrictly(String json) {
    PolicyDocument document = read(json);
    List<String> problems = document.problems();
    if (!problems.isEmpty()) {
      throw new PolicyException(String.join("; ", problems));
    }
    return document;
  }

  /** Reads what was kept: what cannot be read denies everything. */
  public static PolicyDocument readKept(String json) {
    try {
      return read(json);
    } catch (PolicyException e) {
      return new PolicyDocument(List.of(DocumentReader.unreadable(String.valueOf(e.getMessage()))));
    }
  }

  /** What is not understood of it, each with its statement. */
  public List<String> problems() {
    return statements.stream()
        .flatMap(each ->
            each.problems().stream().map(problem -> "Statement " + each.label() + ": " + problem))
        .toList();
  }

  /** Its ARNs that can match nothing on a server, each with its statement, in words. */
  public List<String> strays(Place here) {
    var strays = new Strays(here);
    return statements.stream().flatMap(strays::of).toList();
  }

  /** Throws PolicyException where it has what is never known of what it would be asked about. */
  public void requireUsableFor(Use use) {
    if (use == Use.CALLS) {
      require(
          statement -> !statement.isForAnybody(),
          "has a Principal, which belongs in policies of the data plane only: leave it out");
    } else {
      require(
          statement -> keys(statement).allMatch(ConditionKey::isOfConnections),
          "names a key of calls; of a connection are known: "
              + Stream.of(ConditionKey.values())
                  .filter(ConditionKey::isOfConnections)
                  .map(ConditionKey::word)
                  .toList());
    }
  }

  private void require(Predicate<Statement> rule, String problem) {
    statements.stream()
        .filter(rule.negate())
        .findFirst()
        .ifPresent(statement -> {
          throw new PolicyException("Statement " + statement.label() + " " + problem);
        });
  }

  private static Stream<ConditionKey> keys(Statement statement) {
    Stream<ConditionKey> compared = statement.conditions().stream().map(Condition::key);
    Stream<Template> templates =
        Stream.concat(
            statement.resources().patterns().stream(),
            statement.conditions().stream().flatMap(each -> each.values().stream()));
    return Stream.concat(
        compared,
        templates.flatMap(Template::keys).flatMap(key -> ConditionKey.named(key).stream()));
  }
}
