package io.adit.server.api;

/**
 * Whose resources these are, as Amazon Resource Names have it.
 *
 * @param account 12 digits
 */
public record AwsAccount(String region, String account) {

  /** Of a resource in the region, such as {@code thing/pump-7} of {@code iot}. */
  public String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s".formatted(partition(), service, region, account, resource);
  }

  /** Of a resource that is in no region, such as {@code user/anna} of {@code iam}. */
  public String globalArn(String service, String resource) {
    return "arn:%s:%s::%s:%s".formatted(partition(), service, account, resource);
  }

  /** The first part of its Amazon Resource Names behind {@code arn}. */
  public String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
