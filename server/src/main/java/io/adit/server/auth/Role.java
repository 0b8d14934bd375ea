package io.adit.server.auth;

import io.adit.server.policy.Policies;
import io.adit.server.policy.PolicyDocument;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A policy that comes with Adit, under its name: what a user may do beside what is attached. */
public enum Role {
  /** Everything. */
  ADMINISTRATOR(
      """
      {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Everything", "Effect": "Allow", "Action": "*", "Resource": "*"}]
      }
      """),

  /** Everything but what concerns users, their rights and limits, and what they all did. */
  OPERATOR(
      """
      {
        "Version": "2012-10-17",
        "Statement": [{
          "Sid": "AllButRights",
          "Effect": "Allow",
          "NotAction": ["adit:Manage*", "adit:ReadAuditLog"],
          "Resource": "*"
        }]
      }
      """),

  /** Look, and change nothing. */
  VIEWER(
      """
      {
        "Version": "2012-10-17",
        "Statement": [{
          "Sid": "Look",
          "Effect": "Allow",
          "Action": [
            "iot:Describe*", "iot:List*", "iot:Get*", "adit:Describe*", "adit:List*", "adit:Get*"
          ],
          "Resource": "*"
        }]
      }
      """),

  /** Nothing: only what is attached counts. */
  NONE(
      """
      {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Nothing", "Effect": "Deny", "NotAction": "*", "Resource": "*"}]
      }
      """);

  private static final Map<Role, Policies.Named> POLICIES =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  role ->
                      new Policies.Named(role.word(), PolicyDocument.readStrictly(role.document))));

  private final String document;

  Role(String document) {
    this.document = document;
  }

  /** The policy as it is written. */
  public String document() {
    return document;
  }

  public Policies.Named policy() {
    return Objects.requireNonNull(POLICIES.get(this));
  }

  /** As requests and settings spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
