package io.adit.server.principal;

import io.adit.server.auth.AccessKey;
import io.adit.server.auth.Caller;
import io.adit.server.auth.Callers;
import io.adit.server.auth.Role;
import io.adit.server.http.ApiRequest;
import io.adit.server.policy.ConditionKey;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Place;
import io.adit.server.policy.Policies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes callers out of those who signed or signed in. For any thread; may block on the store. */
public final class Principals implements Callers {
  private final PolicyBook book;
  private final Place place;
  private final InstantSource clock;

  public Principals(PolicyBook book, Place place, InstantSource clock) {
    this.book = book;
    this.place = place;
    this.clock = clock;
  }

  @Override
  public Caller with(AccessKey key, ApiRequest request) {
    return caller(key.id(), key.user(), key.given(), request.remoteAddress());
  }

  /**
   * Who is signed in at the console.
   *
   * @param given the role that a provider of identities gave; null: the user's own counts
   */
  public Caller atConsole(String user, @Nullable Role given, String address) {
    return caller(null, user, given, address);
  }

  /** A caller as there would be, to try policies with. */
  public Caller imagined(String user) {
    return caller(null, user, null, "127.0.0.1");
  }

  /** Rights have changed: what is kept is read anew. */
  public void forget() {
    book.forget();
  }

  private Caller caller(
      @Nullable String accessKeyId, String user, @Nullable Role given, String address) {
    // The installation's own key: what is attached to a user of that name is not for it.
    Policies policies =
        accessKeyId != null && given != null
            ? new Policies(List.of(given.policy()))
            : policies(user, given);
    return new Caller(accessKeyId, user, place.userArn(user), policies, facts(user, address));
  }

  private Policies policies(String user, @Nullable Role given) {
    PolicyBook.Standing standing = book.standing(user);
    Role role = given == null ? standing.role() : given;
    return role == null
        ? Policies.NONE
        : new Policies(List.of(role.policy())).and(standing.attached());
  }

  private Facts facts(String user, String address) {
    Map<ConditionKey, String> facts = new EnumMap<>(ConditionKey.class);
    facts.put(ConditionKey.USER_NAME, user);
    facts.put(ConditionKey.USER_ID, user);
    facts.put(ConditionKey.PRINCIPAL_ARN, place.userArn(user));
    facts.put(ConditionKey.PRINCIPAL_ACCOUNT, place.account());
    facts.put(ConditionKey.PRINCIPAL_TYPE, "User");
    return Facts.of(facts).and(surroundings(place.region(), address, clock.instant()));
  }

  /** What is known of every request, also of those of nobody known. */
  static Facts surroundings(String region, String address, Instant now) {
    Map<ConditionKey, String> facts = new EnumMap<>(ConditionKey.class);
    facts.put(ConditionKey.REQUESTED_REGION, region);
    facts.put(ConditionKey.CURRENT_TIME, now.toString());
    facts.put(ConditionKey.EPOCH_TIME, Long.toString(now.getEpochSecond()));
    // There is no port without TLS.
    facts.put(ConditionKey.SECURE_TRANSPORT, "true");
    facts.put(ConditionKey.SOURCE_IP, address);
    return Facts.of(facts);
  }
}
