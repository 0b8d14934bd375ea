package io.adit.server.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All access keys. For any thread; calls may block on the store. */
public final class AccessKeys {
  /** The user whose key the first start of a server makes. */
  public static final String ADMINISTRATOR = "administrator";

  /** How long another process may take to disable a key for this one. */
  static final Duration FRESH = Duration.ofSeconds(5);

  /** AWS's own begin with AKIA; scanners for leaked keys of AWS must not take ours for theirs. */
  private static final String ID_PREFIX = "ADIT";

  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_CHARS = 20;
  private static final int SECRET_BYTES = 30;

  private final AccessKeyStore store;
  private final SecureRandom random;
  private final InstantSource clock;
  // Only keys that exist, so no caller can make it grow.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(AccessKey key, Instant at) {}

  public AccessKeys(AccessKeyStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /** A new key. */
  public AccessKey create(String user) {
    AccessKey key = new AccessKey(newId(), newSecret(), user, true, now());
    store.insert(key);
    return key;
  }

  /** The oldest enabled key of the administrator; made where there is none. */
  public synchronized AccessKey administrator() {
    return store.list().stream()
        .filter(key -> key.enabled() && key.user().equals(ADMINISTRATOR))
        .findFirst()
        .orElseGet(() -> create(ADMINISTRATOR));
  }

  /** The key of this id, enabled or not; what another process changed is seen in 5 seconds. */
  public Optional<AccessKey> find(String id) {
    Instant now = now();
    Seen last = seen.get(id);
    if (last != null && !now.isBefore(last.at()) && now.isBefore(last.at().plus(FRESH))) {
      return Optional.of(last.key());
    }
    return load(id, now);
  }

  // With disable: a key that was read before it was disabled must not be remembered after.
  private synchronized Optional<AccessKey> load(String id, Instant now) {
    Optional<AccessKey> found = store.find(id);
    found.ifPresentOrElse(key -> seen.put(id, new Seen(key, now)), () -> seen.remove(id));
    return found;
  }

  /** All keys, the oldest first. */
  public List<AccessKey> list() {
    return store.list();
  }

  /** From now on this key's requests are refused. False where there is no such key. */
  public synchronized boolean disable(String id) {
    boolean known = store.disable(id);
    seen.remove(id);
    return known;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private String newId() {
    StringBuilder id = new StringBuilder(ID_PREFIX);
    while (id.length() < ID_CHARS) {
      id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
    }
    return id.toString();
  }

  // base64url: 40 characters that no shell, URL or properties file treats specially.
  private String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
