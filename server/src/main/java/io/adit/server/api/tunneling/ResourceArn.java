package io.adit.server.api.tunneling;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code resourceArn} member of the tag operations. */
final class ResourceArn {
  private static final Pattern TUNNEL =
      Pattern.compile("arn:[^:]+:iot:[^:]*:[^:]*:tunnel/([a-zA-Z0-9_\\-+=:]{1,128})");

  private ResourceArn() {}

  static void check(@Nullable String arn, Violations violations) {
    violations.required("resourceArn", arn);
    violations.length("resourceArn", arn, 1, 1011);
    if (arn != null && !TUNNEL.matcher(arn).matches()) {
      violations.add(
          "resourceArn",
          arn,
          "Member must be the ARN of a tunnel: arn:aws:iot:<region>:<account>:tunnel/<tunnelId>");
    }
  }

  /** The tunnel that a checked ARN names. */
  static Tunnel tunnel(TunnelRegistry tunnels, Subjects subjects, @Nullable String arn) {
    String given = String.valueOf(arn);
    // Of another's ARN nothing is looked up: its id may be that of a tunnel here.
    String tunnelId =
        subjects
            .tunnelOf(given)
            .orElseThrow(() ->
                new TunnelNotFoundException(
                    "Resource %s does not exist; the ARNs of this server's tunnels are %s"
                        .formatted(given, subjects.account().arn("iot", "tunnel/<tunnelId>"))));
    return tunnels.describe(tunnelId);
  }

  /** What a call on a checked ARN is about. */
  static Subject subject(Subjects subjects, @Nullable String arn) {
    String given = String.valueOf(arn);
    return subjects.tunnelOf(given).map(subjects::tunnel).orElseGet(() -> Subject.of(given));
  }
}
