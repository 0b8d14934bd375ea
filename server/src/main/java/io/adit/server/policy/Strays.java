package io.adit.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The ARNs of a policy that are of no use on one server, since nothing there can have them: those
 * of another account, region, partition or service. A policy that came from AWS has AWS's.
 */
final class Strays {
  private static final int PARTS = 6;

  private final Place here;

  Strays(Place here) {
    this.here = here;
  }

  /** Each with its statement, in words. */
  Stream<String> of(Statement statement) {
    return Stream.concat(ofResources(statement), ofConditions(statement))
        .map(words -> "Statement " + statement.label() + ": " + words);
  }

  private Stream<String> ofResources(Statement statement) {
    Match resources = statement.resources();
    return resources.patterns().stream()
        .filter(arn -> isStray(arn, here::beginnings))
        .map(arn ->
            "%s %s %s".formatted(resources.isNot() ? "NotResource" : "Resource", arn, why(arn)));
  }

  private Stream<String> ofConditions(Statement statement) {
    return statement.conditions().stream()
        .filter(each -> each.operator().comparesTexts())
        .filter(each -> here.beginnings(each.key()).findAny().isPresent())
        .flatMap(each ->
            each.values().stream()
                .filter(arn -> isStray(arn, () -> here.beginnings(each.key())))
                .map(arn -> "%s: %s %s".formatted(each, arn, why(arn))));
  }

  private static boolean isStray(Template arn, Supplier<Stream<String>> beginnings) {
    Glob loosely = arn.loosely();
    return beginnings.get().noneMatch(beginning -> loosely.mayMatch(beginning, Place.IN_NO_NAME));
  }

  private String why(Template arn) {
    String[] parts = arn.toString().split(":", PARTS);
    List<String> differences = parts.length == PARTS ? differences(parts) : List.of();
    return differences.isEmpty()
        ? "can match nothing here, where ARNs begin with one of " + here.beginnings().toList()
        : "can match nothing here: it has " + String.join(", ", differences);
  }

  private List<String> differences(String[] parts) {
    List<String> found = new ArrayList<>();
    boolean isIam = parts[2].equals("iam");
    compare(found, "the partition", parts[1], here.partition());
    compare(found, "the service", parts[2], isIam ? "iam" : "iot");
    if (found.isEmpty()) {
      compare(found, "the region", parts[3], isIam ? "" : here.region());
      compare(found, "the account", parts[4], here.account());
    }
    return found;
  }

  private static void compare(List<String> found, String name, String has, String here) {
    if (!Template.of(has).loosely().matches(here)) {
      found.add("%s '%s' instead of '%s'".formatted(name, has, here));
    }
  }
}
