package io.adit.server.auth;

import java.util.List;
import java.util.Optional;

/** Where access keys are kept. A key is never changed but for being disabled. */
public interface AccessKeyStore {

  void insert(AccessKey key);

  Optional<AccessKey> find(String id);

  /** All keys, the oldest first. */
  List<AccessKey> list();

  /** Whether there is such a key; it is disabled then. */
  boolean disable(String id);
}
