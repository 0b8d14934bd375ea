package io.adit.server.tunnel;

/** The Amazon Resource Names of the tunnels of one region and account. */
public record TunnelArns(String region, String account) {

  /** For example {@code arn:aws:iot:us-east-1:000000000000:tunnel/01234567-...}. */
  public String of(String tunnelId) {
    return "arn:%s:iot:%s:%s:tunnel/%s".formatted(partition(), region, account, tunnelId);
  }

  private String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
