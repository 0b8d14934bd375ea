package io.adit.server.api.iot;

import io.adit.server.api.AwsAccount;
import io.adit.server.api.Violations;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Amazon Resource Names of things and certificates. */
record Arns(AwsAccount account) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:[^:]+:iot:[^:]*:[^:]*:cert/([a-f0-9]{64})");

  String thing(String thingName) {
    return account.arn("iot", "thing/" + thingName);
  }

  String certificate(String certificateId) {
    return account.arn("iot", "cert/" + certificateId);
  }

  /** The id of the certificate that a principal is; empty where that broke a constraint. */
  String certificateId(@Nullable String principal, Violations violations) {
    violations.required("principal", principal);
    if (principal == null) {
      return "";
    }
    Matcher parts = CERTIFICATE.matcher(principal);
    if (parts.matches() && certificate(parts.group(1)).equals(principal)) {
      return parts.group(1);
    }
    violations.add(
        "principal",
        principal,
        "Member must be the ARN of a certificate of this server: "
            + certificate("<certificateId>"));
    return "";
  }
}
