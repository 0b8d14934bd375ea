package io.adit.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps access keys for one test. */
public final class AccessKeysInMemory implements AccessKeyStore {
  private final List<AccessKey> keys = new ArrayList<>();
  private int finds;

  @Override
  public synchronized void insert(AccessKey key) {
    keys.add(key);
  }

  @Override
  public synchronized Optional<AccessKey> find(String id) {
    finds++;
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<AccessKey> list() {
    return List.copyOf(keys);
  }

  @Override
  public synchronized boolean disable(String id) {
    Optional<AccessKey> found = keys.stream().filter(key -> key.id().equals(id)).findFirst();
    found.ifPresent(key ->
        keys.set(
            keys.indexOf(key),
            new AccessKey(key.id(), key.secret(), key.user(), false, key.createdAt())));
    return found.isPresent();
  }

  synchronized int finds() {
    return finds;
  }
}
