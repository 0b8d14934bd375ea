package io.adit.server.api.access;

import static java.util.Objects.requireNonNull;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeyStore;
import io.adit.server.auth.AccessKeys;
import io.adit.server.policy.Subject;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.PolicyFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access keys. A secret is in the answer to the call that made it, and nowhere else. */
final class AccessKeyCalls {
  private static final String ACTIVE = "Active";
  private static final String INACTIVE = "Inactive";

  private final AccessKeys keys;
  private final PolicyBook book;
  private final Subjects subjects;

  record OfUser(@Nullable String userName) {}

  record Named(@Nullable String accessKeyId) {}

  record Changed(@Nullable String accessKeyId, @Nullable String status) {}

  /** {@code toString} hides the secret, so that no log can show it. */
  record Made(String accessKeyId, String secretAccessKey, String userName) {
    static Made of(AccessKey key) {
      return new Made(key.id(), key.secret(), key.user());
    }

    @Override
    public String toString() {
      return "Made[accessKeyId=%s, userName=%s]".formatted(accessKeyId, userName);
    }
  }

  /**
   * @param role the role that the key has of its own; absent: it may do what its user may
   */
  record Listed(
      String accessKeyId,
      String userName,
      String status,
      Instant createDate,
      @Nullable String role,
      @Nullable LastUse lastUsed) {

    static Listed of(AccessKeyStore.Listed key) {
      var use = key.lastUse();
      var given = key.given();
      return new Listed(
          key.id(),
          key.user(),
          key.enabled() ? ACTIVE : INACTIVE,
          key.createdAt(),
          given == null ? null : given.word(),
          use == null ? null : new LastUse(use.at(), use.address(), use.service()));
    }
  }

  record LastUse(Instant at, String address, String serviceName) {}

  AccessKeyCalls(AccessKeys keys, PolicyBook book, Subjects subjects) {
    this.keys = keys;
    this.book = book;
    this.subjects = subjects;
  }

  List<Operation<?>> all() {
    return List.of(
        createAccessKey(),
        listAccessKeys(),
        rotateAccessKey(),
        updateAccessKey(),
        deleteAccessKey());
  }

  private Operation<?> createAccessKey() {
    return new AccessCall<>(
        "CreateAccessKey",
        OfUser.class,
        (input, violations) -> violations.required("userName", input.userName()),
        input -> subjects.user(requireNonNull(input.userName())),
        (_, input) -> Map.of("accessKey", create(requireNonNull(input.userName()))));
  }

  private Operation<?> listAccessKeys() {
    return new AccessCall<>(
        "ListAccessKeys",
        OfUser.class,
        (_, _) -> {},
        input -> subjects.user(input.userName() == null ? "*" : input.userName()),
        (_, input) ->
            Map.of("accessKeys", keys.listed(input.userName()).stream().map(Listed::of).toList()));
  }

  private Operation<?> rotateAccessKey() {
    return new AccessCall<>(
        "RotateAccessKey",
        Named.class,
        (input, violations) -> violations.required("accessKeyId", input.accessKeyId()),
        input -> owner(input.accessKeyId()),
        (_, input) -> Map.of("accessKey", rotate(requireNonNull(input.accessKeyId()))));
  }

  private Operation<?> updateAccessKey() {
    return new AccessCall<>(
        "UpdateAccessKey",
        Changed.class,
        AccessKeyCalls::check,
        input -> owner(input.accessKeyId()),
        (_, input) -> {
          String id = requireNonNull(input.accessKeyId());
          require(keys.enable(id, ACTIVE.equals(input.status())), id);
          return Map.of();
        });
  }

  private Operation<?> deleteAccessKey() {
    return new AccessCall<>(
        "DeleteAccessKey",
        Named.class,
        (input, violations) -> violations.required("accessKeyId", input.accessKeyId()),
        input -> owner(input.accessKeyId()),
        (_, input) -> {
          String id = requireNonNull(input.accessKeyId());
          require(keys.delete(id), id);
          return Map.of();
        });
  }

  private static void check(Changed input, Violations violations) {
    violations.required("accessKeyId", input.accessKeyId());
    violations.required("status", input.status());
    violations.oneOf("status", input.status(), List.of(ACTIVE, INACTIVE));
  }

  /** The user of a key; of one that is not there nobody in particular. */
  private Subject owner(@Nullable String accessKeyId) {
    String id = requireNonNull(accessKeyId);
    Subject missing = subjects.user("*");
    return keys.find(id)
        .map(key -> subjects.user(key.user()).hiding(missing, () -> PolicyFault.noAccessKey(id)))
        .orElse(missing);
  }

  private Made create(String user) {
    if (user.equals(PolicyBook.DATA_PLANE)) {
      throw PolicyFault.noUser(user);
    }
    book.requirePrincipal(user);
    return Made.of(keys.create(user));
  }

  private Made rotate(String id) {
    return Made.of(keys.rotate(id).orElseThrow(() -> PolicyFault.noAccessKey(id)));
  }

  private static void require(boolean isThere, String id) {
    if (!isThere) {
      throw PolicyFault.noAccessKey(id);
    }
  }
}
