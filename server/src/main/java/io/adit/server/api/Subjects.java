package io.adit.server.api;

import io.adit.server.policy.ConditionKey;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.Side;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What calls are about, in the words of policies: resources and condition keys. Which call has
 * which: docs/policies.md.
 */
public final class Subjects {
  /** What is another for each tunnel of a list. */
  private static final Set<String> OF_EACH_TUNNEL =
      Set.of(
          ConditionKey.RESOURCE_TAG.word(),
          ConditionKey.DESTINATION_SERVICE.word(),
          ConditionKey.THING_GROUP_ARN.word(),
          ConditionKey.THING_NAME.word());

  private final AwsAccount account;
  private final TunnelRegistry tunnels;
  private final Function<String, List<String>> groupsOf;

  /**
   * @param groupsOf the names of the groups that a thing is in
   */
  public Subjects(
      AwsAccount account, TunnelRegistry tunnels, Function<String, List<String>> groupsOf) {
    this.account = account;
    this.tunnels = tunnels;
    this.groupsOf = groupsOf;
  }

  public AwsAccount account() {
    return account;
  }

  /** For calls that are about nothing of their own. */
  public static List<Subject> all() {
    return List.of(Subject.of("*"));
  }

  public Subject thing(String thingName) {
    return Subject.of(thingArn(thingName)).with(groups(thingName));
  }

  public Subject group(String groupName) {
    return Subject.of(groupArn(groupName));
  }

  public Subject certificate(String certificateId) {
    return Subject.of(account.arn("iot", "cert/" + certificateId));
  }

  public Subject user(String user) {
    return Subject.of(account.globalArn("iam", "user/" + user));
  }

  public Subject policy(String policyName) {
    return Subject.of(account.globalArn("iam", "policy/" + policyName));
  }

  /** A tunnel that is not there yet. */
  public Subject newTunnel(@Nullable DestinationConfig destination) {
    return leadingTo(destination, Subject.of(anyTunnel()), anyTunnel());
  }

  /** A tunnel, if it is there. */
  public Subject tunnel(String tunnelId) {
    return about(tunnelId, tunnel -> Subject.of(tunnel.tunnelArn()).with(factsOf(tunnel)));
  }

  /**
   * New tokens for a tunnel, which are as good as a new tunnel to its thing.
   *
   * @param notified who else is told one
   */
  public List<Subject> rotated(String tunnelId, @Nullable DestinationConfig notified) {
    Subject own =
        about(
            tunnelId,
            tunnel ->
                leadingTo(
                        tunnel.destinationConfig(),
                        Subject.of(tunnel.tunnelArn()),
                        tunnel.tunnelArn())
                    .with(tagsOf(tunnel)));
    String arn = arnOf(tunnelId);
    return notified == null
        ? List.of(own)
        : List.of(own, leadingTo(notified, Subject.of(arn), arn));
  }

  /** A connection of one side; of who connects nothing is known. */
  public Subject connection(Tunnel tunnel, Side side) {
    return Subject.of(tunnel.tunnelArn())
        .with(factsOf(tunnel))
        .with(Facts.of(ConditionKey.CLIENT_MODE.word(), side.mode()));
  }

  /**
   * A list of tunnels, of which nothing is said.
   *
   * @param thingName those that lead to it only; null: all
   */
  public Subject tunnels(@Nullable String thingName) {
    Subject all = Subject.of(anyTunnel());
    Subject asked =
        thingName == null
            ? all
            : leadingTo(new DestinationConfig(thingName, List.of()), all, anyTunnel());
    return asked.withOpen(OF_EACH_TUNNEL);
  }

  /** One tunnel of such a list. */
  public Subject listed(Tunnel tunnel) {
    return leadingTo(tunnel.destinationConfig(), Subject.of(tunnel.tunnelArn()), tunnel.tunnelArn())
        .with(tagsOf(tunnel));
  }

  /** The tunnel of an ARN, if it is one of here. */
  public Optional<String> tunnelOf(String arn) {
    String start = arnOf("");
    return arn.startsWith(start) ? Optional.of(arn.substring(start.length())) : Optional.empty();
  }

  private Subject about(String tunnelId, Function<Tunnel, Subject> of) {
    Subject missing = Subject.of(arnOf(tunnelId));
    return tunnels
        .find(tunnelId)
        .map(tunnel -> of.apply(tunnel).hiding(missing, () -> TunnelNotFoundException.of(tunnelId)))
        .orElse(missing);
  }

  /**
   * Adds the thing that a tunnel leads to.
   *
   * @param standIn what statements name that say in their condition which things they are for
   */
  private Subject leadingTo(
      @Nullable DestinationConfig destination, Subject subject, String standIn) {
    if (destination == null) {
      return subject;
    }
    Subject there = subject.with(factsOf(destination));
    String thingName = destination.thingName();
    return thingName == null ? there : there.on(new Subject.Target(thingArn(thingName), standIn));
  }

  private Facts factsOf(Tunnel tunnel) {
    DestinationConfig destination = tunnel.destinationConfig();
    return destination == null ? tagsOf(tunnel) : tagsOf(tunnel).and(factsOf(destination));
  }

  private Facts factsOf(DestinationConfig destination) {
    String thingName = destination.thingName();
    Facts services =
        Facts.NONE.and(ConditionKey.DESTINATION_SERVICE.word(), destination.services());
    return thingName == null
        ? services
        : services.and(groups(thingName)).and(ConditionKey.THING_NAME.word(), thingName);
  }

  private Facts groups(String thingName) {
    return Facts.NONE.and(
        ConditionKey.THING_GROUP_ARN.word(),
        groupsOf.apply(thingName).stream().map(this::groupArn).toList());
  }

  private static Facts tagsOf(Tunnel tunnel) {
    return tags(ConditionKey.RESOURCE_TAG, tunnel.tags());
  }

  /** The tags that a request would set. */
  public static Facts requested(List<Tag> tags) {
    return tags(ConditionKey.REQUEST_TAG, tags)
        .and(ConditionKey.TAG_KEYS.word(), tags.stream().map(Tag::key).toList());
  }

  private static Facts tags(ConditionKey key, List<Tag> tags) {
    Facts facts = Facts.NONE;
    for (Tag tag : tags) {
      facts = facts.and(key.of(tag.key()), tag.value());
    }
    return facts;
  }

  private String anyTunnel() {
    return arnOf("*");
  }

  private String arnOf(String tunnelId) {
    return account.arn("iot", "tunnel/" + tunnelId);
  }

  private String thingArn(String thingName) {
    return account.arn("iot", "thing/" + thingName);
  }

  private String groupArn(String groupName) {
    return account.arn("iot", "thinggroup/" + groupName);
  }
}
