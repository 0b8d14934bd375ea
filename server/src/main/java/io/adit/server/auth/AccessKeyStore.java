package io.adit.server.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where access keys are kept. Each call is one transaction, on disk when it returns. */
public interface AccessKeyStore {

  /**
   * A key without its secret.
   *
   * @param lastUse null: it was never used
   */
  record Listed(
      String id,
      String user,
      boolean enabled,
      Instant createdAt,
      @Nullable Role given,
      @Nullable Use lastUse) {}

  /** When, from where and for which service a key was used. */
  record Use(Instant at, String address, String service) {}

  void insert(AccessKey key);

  Optional<AccessKey> find(String id);

  /** All keys, the oldest first. */
  List<AccessKey> list();

  /**
   * Keys with their last use, the oldest first.
   *
   * @param user null: of all
   */
  List<Listed> listed(@Nullable String user);

  /** Whether there is such a key; it is enabled, or disabled, then. */
  boolean enable(String id, boolean enabled);

  /** Keeps a key in the place of another, which is disabled; false: the other is not there. */
  boolean replace(String id, AccessKey successor);

  /** Whether there was such a key. */
  boolean delete(String id);

  void used(String id, Use use);
}
