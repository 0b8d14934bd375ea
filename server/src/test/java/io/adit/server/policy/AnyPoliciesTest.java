package io.adit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random policies, decided by the evaluator and by a reference that is a few lines long. */
class AnyPoliciesTest {
  private static final int ROUNDS = 8_000;
  private static final List<String> ACTIONS =
      List.of("iot:OpenTunnel", "iot:CloseTunnel", "iot:ListTunnels", "adit:ManageUsers");
  private static final List<String> ACTION_PATTERNS =
      List.of("*", "iot:*", "iot:*Tunnel", "IOT:OPEN*", "iot:?istTunnels", "adit:Manage*");
  private static final List<String> RESOURCES = List.of("thing/a", "thing/ab", "tunnel/1");
  private static final List<String> RESOURCE_PATTERNS =
      List.of("*", "thing/*", "thing/a", "thing/?", "*/a*", "tunnel/1");
  private static final List<String> VALUES = List.of("", "a", "b", "ab");
  private static final List<String> OPERATORS =
      List.of(
          "StringEquals",
          "StringNotEquals",
          "StringLike",
          "ForAnyValue:StringEquals",
          "ForAllValues:StringEquals",
          "StringEqualsIfExists");

  private record Said(
      boolean deny,
      boolean notAction,
      String action,
      boolean notResource,
      String resource,
      String operator,
      String wanted) {

    String json() {
      return "{'Effect':'%s','%s':'%s','%s':'%s'%s}"
          .formatted(
              deny ? "Deny" : "Allow",
              notAction ? "NotAction" : "Action",
              action,
              notResource ? "NotResource" : "Resource",
              resource.equals("*") ? "*" : "arn:aws:iot:r:a:" + resource,
              operator.isEmpty()
                  ? ""
                  : ",'Condition':{'%s':{'aws:username':'%s'}}".formatted(operator, wanted));
    }

    /** As the documentation of IAM says it, by means of regular expressions. */
    boolean applies(String asked, String resourceAsked, String user) {
      return like(action.toLowerCase(Locale.ROOT), asked.toLowerCase(Locale.ROOT)) != notAction
          && like(resource, resourceAsked) != notResource
          && (operator.isEmpty() || holds(user));
    }

    private boolean holds(String user) {
      boolean isThere = !user.isEmpty();
      return switch (operator) {
        case "StringEquals", "ForAnyValue:StringEquals" -> isThere && user.equals(wanted);
        case "StringNotEquals" -> !user.equals(wanted);
        case "StringLike" -> isThere && like(wanted, user);
        default -> !isThere || user.equals(wanted);
      };
    }

    private static boolean like(String pattern, String text) {
      String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
      return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }
  }

  @Test
  void theEvaluatorAgreesWithTheReference() {
    long seed = Long.getLong("adit.seed", System.nanoTime());
    Random random = new Random(seed);
    int allowed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      List<Said> statements = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        statements.add(any(random));
      }
      String action = one(random, ACTIONS);
      List<String> resources =
          random.nextBoolean()
              ? RESOURCES.subList(0, 1)
              : List.of(one(random, RESOURCES), one(random, RESOURCES));
      String user = one(random, VALUES);

      // When
      boolean isAllowed = decide(statements, action, resources, user);

      // Then
      boolean expected =
          resources.stream().allMatch(resource -> expected(statements, action, resource, user));
      assertThat(isAllowed)
          .as("seed %d: %s of %s on %s for '%s'", seed, statements, action, resources, user)
          .isEqualTo(expected);
      allowed += isAllowed ? 1 : 0;
    }
    assertThat(allowed).as("seed %d", seed).isBetween(ROUNDS / 20, ROUNDS / 2);
  }

  private static boolean decide(
      List<Said> statements, String action, List<String> resources, String user) {
    String document =
        "{'Version':'2012-10-17','Statement':[%s]}"
            .formatted(String.join(",", statements.stream().map(Said::json).toList()));
    Subject subject = Subject.of("arn:aws:iot:r:a:" + resources.getFirst());
    for (String resource : resources.subList(1, resources.size())) {
      subject = subject.on("arn:aws:iot:r:a:" + resource);
    }
    Facts facts = user.isEmpty() ? Facts.NONE : Facts.of("aws:username", user);
    Policies tested = PolicyDocumentTest.policies(document);
    boolean isAllowed = tested.decide(Ask.of(action, subject, facts)).isAllowed();
    if (tested.allowAlways(action)) {
      assertThat(isAllowed).as(document).isTrue();
    }
    if (isAllowed) {
      assertThat(tested.mayAllow(action)).as(document).isTrue();
    }
    return isAllowed;
  }

  private static boolean expected(
      List<Said> statements, String action, String resource, String user) {
    List<Said> applying =
        statements.stream().filter(each -> each.applies(action, resource, user)).toList();
    return !applying.isEmpty() && applying.stream().noneMatch(Said::deny);
  }

  private static Said any(Random random) {
    return new Said(
        random.nextInt(4) == 0,
        random.nextInt(5) == 0,
        one(random, ACTION_PATTERNS),
        random.nextInt(5) == 0,
        one(random, RESOURCE_PATTERNS),
        random.nextBoolean() ? "" : one(random, OPERATORS),
        one(random, List.of("a", "ab", "b")));
  }

  private static String one(Random random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
