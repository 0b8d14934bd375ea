package io.adit.server.policy;

/** Policies that many need, to be filled in. */
public final class PolicyTemplate {
  private static final String OPERATOR =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "TheirTunnels",
            "Effect": "Allow",
            "Action": [
              "iot:OpenTunnel",
              "iot:ListTunnels",
              "iot:DescribeTunnel",
              "iot:RotateTunnelAccessToken",
              "iot:CloseTunnel",
              "iot:TagResource",
              "iot:UntagResource",
              "iot:ListTagsForResource"
            ],
            "Resource": "arn:aws*:iot:*:*:tunnel/*",
            "Condition": {%s}
          },
          {
            "Sid": "WhereTheServerIs",
            "Effect": "Allow",
            "Action": "iot:DescribeEndpoint",
            "Resource": "*"
          }
        ]
      }
      """;

  private PolicyTemplate() {}

  /** Tunnels to the things of a group. */
  public static String operatorOfGroup(String groupName) {
    return OPERATOR.formatted(
        "\"ForAnyValue:ArnLike\": {\"iot:ThingGroupArn\": \"arn:aws*:iot:*:*:thinggroup/%s\"}"
            .formatted(groupName));
  }

  /**
   * Tunnels to things of certain names.
   *
   * @param pattern of their names, such as {@code pump-*}
   */
  public static String operatorOfThings(String pattern) {
    return OPERATOR.formatted("\"StringLike\": {\"adit:ThingName\": \"%s\"}".formatted(pattern));
  }
}
