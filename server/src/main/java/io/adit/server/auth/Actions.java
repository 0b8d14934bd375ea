package io.adit.server.auth;

import io.adit.server.policy.Policies;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What calls are called where it is said who may make them: AWS's actions, and Adit's own. Nothing
 * else knows which call needs which action.
 */
public final class Actions {
  /** To see, make, change and remove users of the console. */
  public static final String MANAGE_USERS = "adit:ManageUsers";

  /** To read the audit log: what others did is not for everybody who may look. */
  public static final String READ_AUDIT_LOG = "adit:ReadAuditLog";

  /** To see, make, change, attach and try policies. */
  public static final String MANAGE_POLICIES = "adit:ManagePolicies";

  /** To see, make, change and remove access keys. */
  public static final String MANAGE_ACCESS_KEYS = "adit:ManageAccessKeys";

  /** To change what principals and things may have, and to have used data forgotten. */
  public static final String MANAGE_LIMITS = "adit:ManageLimits";

  public static final String LIST_TUNNELS = "iot:ListTunnels";
  public static final String DESCRIBE_TUNNEL = "iot:DescribeTunnel";
  public static final String ROTATE_TOKENS = "iot:RotateTunnelAccessToken";
  public static final String LIST_THINGS = "iot:ListThings";

  /** Asked of the policies of the data plane, and not of a user's. */
  public static final String CONNECT = "iot:ConnectToTunnel";

  /** All that calls need. */
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
          "iot:ListPrincipalThings",
          "iot:AttachThingPrincipal",
          "iot:DetachThingPrincipal",
          "iot:CreateThingGroup",
          "iot:DescribeThingGroup",
          "iot:DeleteThingGroup",
          "iot:ListThingGroups",
          "iot:AddThingToThingGroup",
          "iot:RemoveThingFromThingGroup",
          "iot:ListThingGroupsForThing",
          "iot:ListThingsInThingGroup",
          "iot:CreateKeysAndCertificate",
          "iot:CreateCertificateFromCsr",
          "iot:RegisterCertificate",
          "iot:DescribeCertificate",
          "iot:ListCertificates",
          "iot:UpdateCertificate",
          "iot:DeleteCertificate",
          "iot:DescribeEndpoint",
          "adit:ListDeviceAuthorities",
          "adit:RegisterDeviceAuthority",
          "adit:RemoveDeviceAuthority",
          READ_AUDIT_LOG,
          MANAGE_USERS,
          MANAGE_POLICIES,
          MANAGE_ACCESS_KEYS,
          "adit:ListLimits",
          "adit:ListLimitUse",
          MANAGE_LIMITS);

  private static final Set<String> LIMIT_CHANGES =
      Set.of("PutLimit", "DeleteLimit", "ResetDataUse");

  private Actions() {}

  /** The action that a call needs. */
  public static String of(String service, String operation) {
    return switch (service) {
      // IAM's prefix is not the name that is signed for.
      case "IoTSecuredTunneling", "iot" -> "iot:" + operation;
      case "Adit" -> own(operation);
      default -> service + ":" + operation;
    };
  }

  private static String own(String operation) {
    // Tells nothing of a tunnel that its description does not hint at.
    if (operation.equals("DiagnoseTunnel")) {
      return DESCRIBE_TUNNEL;
    }
    if (operation.contains("Polic")) {
      return MANAGE_POLICIES;
    }
    if (LIMIT_CHANGES.contains(operation)) {
      return MANAGE_LIMITS;
    }
    return operation.contains("AccessKey") ? MANAGE_ACCESS_KEYS : "adit:" + operation;
  }

  /**
   * What policies may allow, as far as that can be said before it is known what a call is about.
   */
  public static Stream<String> of(Policies policies) {
    return KNOWN.stream().filter(policies::mayAllow);
  }

  /** All that there are, {@link #CONNECT} too. */
  public static Stream<String> all() {
    return Stream.concat(KNOWN.stream(), Stream.of(CONNECT));
  }
}
