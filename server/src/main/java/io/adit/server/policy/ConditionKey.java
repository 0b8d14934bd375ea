package io.adit.server.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that conditions and variables may name. */
public enum ConditionKey {
  USER_NAME("aws:username", Where.CALLS),
  USER_ID("aws:userid", Where.CALLS),
  PRINCIPAL_ARN("aws:PrincipalArn", Where.CALLS),
  PRINCIPAL_ACCOUNT("aws:PrincipalAccount", Where.CALLS),
  PRINCIPAL_TYPE("aws:PrincipalType", Where.CALLS),
  REQUESTED_REGION("aws:RequestedRegion", Where.BOTH),
  CURRENT_TIME("aws:CurrentTime", Where.BOTH),
  EPOCH_TIME("aws:EpochTime", Where.BOTH),
  SECURE_TRANSPORT("aws:SecureTransport", Where.BOTH),
  SOURCE_IP("aws:SourceIp", Where.BOTH),
  REQUEST_TAG("aws:RequestTag/", Where.CALLS),
  TAG_KEYS("aws:TagKeys", Where.CALLS),
  RESOURCE_TAG("aws:ResourceTag/", Where.BOTH),
  THING_GROUP_ARN("iot:ThingGroupArn", Where.BOTH),
  DESTINATION_SERVICE("iot:TunnelDestinationService", Where.BOTH),
  CLIENT_MODE("iot:ClientMode", Where.BOTH),
  DELETE("iot:Delete", Where.CALLS),
  /** Adit's own: the thing that the tunnel leads to. */
  THING_NAME("adit:ThingName", Where.BOTH);

  /** What it can be known of. */
  enum Where {
    CALLS,
    BOTH
  }

  private static final List<ConditionKey> SEVERAL =
      List.of(TAG_KEYS, THING_GROUP_ARN, DESTINATION_SERVICE);

  private final String word;
  private final Where where;

  ConditionKey(String word, Where where) {
    this.word = word;
    this.where = where;
  }

  /** As policies spell it; one that ends with a slash goes on with a tag's key. */
  public String word() {
    return word;
  }

  /** The key of a tag. */
  public String of(String tagKey) {
    return word + tagKey;
  }

  /** Whether a call may have several values of it. */
  boolean isOfSeveral() {
    return SEVERAL.contains(this);
  }

  /** Whether it is known of connections to the data plane. */
  boolean isOfConnections() {
    return where == Where.BOTH;
  }

  /** Whether a condition on it says which things a statement is for. */
  boolean selectsThings() {
    return this == THING_GROUP_ARN || this == THING_NAME;
  }

  private boolean isNamed(String lowerCase) {
    String own = word.toLowerCase(Locale.ROOT);
    return own.endsWith("/")
        ? lowerCase.startsWith(own) && lowerCase.length() > own.length()
        : lowerCase.equals(own);
  }

  /** The key of a name, in any case. */
  static Optional<ConditionKey> named(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(key -> key.isNamed(lowerCase)).findFirst();
  }

  /** All of them, for people. */
  static Stream<String> words() {
    return Arrays.stream(values()).map(key -> key.word.endsWith("/") ? key.word + "KEY" : key.word);
  }
}
