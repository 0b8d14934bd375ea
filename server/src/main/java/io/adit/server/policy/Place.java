package io.adit.server.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a server's users, tunnels and things are, as their Amazon Resource Names have it.
 *
 * @param partition such as {@code aws}
 * @param account 12 digits
 */
public record Place(String partition, String region, String account) {
  /** Nothing that an ARN begins so for has this in its name. */
  static final char IN_NO_NAME = '/';

  /** What is in a region. */
  private static final List<String> OF_IOT = List.of("tunnel/", "thing/", "thinggroup/", "cert/");

  private static final List<String> OF_IAM = List.of("user/", "policy/");

  public String userArn(String user) {
    return iam() + "user/" + user;
  }

  /** How each ARN begins that calls can be about. */
  Stream<String> beginnings() {
    return Stream.concat(
        OF_IOT.stream().map(kind -> iot() + kind), OF_IAM.stream().map(kind -> iam() + kind));
  }

  /** How those begin that a condition key can have; empty: it has none. */
  Stream<String> beginnings(ConditionKey key) {
    return switch (key) {
      case THING_GROUP_ARN -> Stream.of(iot() + "thinggroup/");
      case PRINCIPAL_ARN -> Stream.of(userArn(""));
      default -> Stream.empty();
    };
  }

  private String iot() {
    return "arn:%s:iot:%s:%s:".formatted(partition, region, account);
  }

  private String iam() {
    return "arn:%s:iam::%s:".formatted(partition, account);
  }

  @Override
  public String toString() {
    return iot() + "...";
  }
}
