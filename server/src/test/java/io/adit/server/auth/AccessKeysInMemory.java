package io.adit.server.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps access keys for one test. */
public final class AccessKeysInMemory implements AccessKeyStore {
  private final List<AccessKey> keys = new ArrayList<>();
  private final Map<String, Use> uses = new HashMap<>();
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
  public synchronized List<Listed> listed(@Nullable String user) {
    return keys.stream()
        .filter(key -> user == null || key.user().equals(user))
        .map(key ->
            new Listed(
                key.id(),
                key.user(),
                key.enabled(),
                key.createdAt(),
                key.given(),
                uses.get(key.id())))
        .toList();
  }

  @Override
  public synchronized boolean enable(String id, boolean enabled) {
    Optional<AccessKey> found = keys.stream().filter(key -> key.id().equals(id)).findFirst();
    found.ifPresent(key -> keys.set(keys.indexOf(key), with(key, enabled)));
    return found.isPresent();
  }

  private static AccessKey with(AccessKey key, boolean enabled) {
    return new AccessKey(key.id(), key.secret(), key.user(), enabled, key.createdAt(), key.given());
  }

  @Override
  public synchronized boolean replace(String id, AccessKey successor) {
    return enable(id, false) && keys.add(successor);
  }

  @Override
  public synchronized boolean delete(String id) {
    return keys.removeIf(key -> key.id().equals(id));
  }

  @Override
  public synchronized void used(String id, Use use) {
    uses.put(id, use);
  }

  synchronized int finds() {
    return finds;
  }
}
