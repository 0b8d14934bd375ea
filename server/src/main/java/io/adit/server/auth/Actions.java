package io.adit.server.auth;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What calls are called where it is said who may make them: AWS's actions, and Adit's own. Nothing
 * else knows which call needs which action.
 */
public final class Actions {
  /** To see, make, change and remove users of the console. */
  public static final String MANAGE_USERS = "adit:ManageUsers";

  /** To read the audit log: what others did is not for everybody who may look. */
  public static final String LIST_AUDIT_RECORDS = "adit:ListAuditRecords";

  public static final String LIST_TUNNELS = "iot:ListTunnels";
  public static final String DESCRIBE_TUNNEL = "iot:DescribeTunnel";
  public static final String ROTATE_TOKENS = "iot:RotateTunnelAccessToken";
  public static final String LIST_THINGS = "iot:ListThings";

  private static final Pattern LOOK = Pattern.compile("(iot|adit):(Describe|List|Get)[A-Za-z]+");

  /** What pages may want to know of a user. */
  private static final List<String> KNOWN =
      List.of(
          "iot:OpenTunnel",
          ROTATE_TOKENS,
          DESCRIBE_TUNNEL,
          LIST_TUNNELS,
          "iot:CloseTunnel",
          "iot:TagResource",
          "iot:UntagResource",
          "iot:ListTagsForResource",
          LIST_THINGS,
          "iot:DescribeThing",
          "iot:CreateThing",
          "iot:UpdateThing",
          "iot:DeleteThing",
          "iot:ListThingPrincipals",
          "iot:AttachThingPrincipal",
          "iot:DetachThingPrincipal",
          "iot:CreateKeysAndCertificate",
          "iot:DescribeCertificate",
          "iot:UpdateCertificate",
          "iot:DeleteCertificate",
          "adit:ListDeviceAuthorities",
          "adit:RegisterDeviceAuthority",
          "adit:RemoveDeviceAuthority",
          LIST_AUDIT_RECORDS,
          MANAGE_USERS);

  private Actions() {}

  /** The action that a call needs. */
  public static String of(String service, String operation) {
    return switch (service) {
      // IAM's prefix is not the name that is signed for.
      case "IoTSecuredTunneling", "iot" -> "iot:" + operation;
      // Tells nothing of a tunnel that its description does not hint at.
      case "Adit" -> operation.equals("DiagnoseTunnel") ? DESCRIBE_TUNNEL : "adit:" + operation;
      default -> service + ":" + operation;
    };
  }

  /** Whether an action changes nothing. */
  static boolean isLook(String action) {
    return LOOK.matcher(action).matches() && !action.equals(LIST_AUDIT_RECORDS);
  }

  /** What a role includes of the actions that pages ask for. */
  public static Stream<String> of(Role role) {
    return KNOWN.stream().filter(role::may);
  }
}
