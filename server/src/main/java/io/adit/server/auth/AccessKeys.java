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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All access keys. For any thread; calls may block on the store. */
public final class AccessKeys {
  /** The user whose key the first start of a server makes. */
  public static final String ADMINISTRATOR = "administrator";

  /** How long another process may take to disable a key for this one. */
  static final Duration FRESH = Duration.ofSeconds(5);

  /** How often a key's use is written down. */
  static final Duration NOTED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);

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

  private final Map<String, Instant> noted = new ConcurrentHashMap<>();

  private record Seen(AccessKey key, Instant at) {}

  public AccessKeys(AccessKeyStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /** A new key that may do what its user may. */
  public AccessKey create(String user) {
    return insert(draft(user, null));
  }

  private AccessKey draft(String user, @Nullable Role given) {
    return new AccessKey(newId(), newSecret(), user, true, now(), given);
  }

  private AccessKey insert(AccessKey key) {
    store.insert(key);
    return key;
  }

  /** The oldest enabled key of the administrator; made where there is none. */
  public synchronized AccessKey administrator() {
    return store.list().stream()
        .filter(key -> key.enabled() && key.given() == Role.ADMINISTRATOR)
        .filter(key -> key.user().equals(ADMINISTRATOR))
        .findFirst()
        .orElseGet(() -> insert(draft(ADMINISTRATOR, Role.ADMINISTRATOR)));
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

  /**
   * Keys with their last use, the oldest first.
   *
   * @param user null: of all
   */
  public List<AccessKeyStore.Listed> listed(@Nullable String user) {
    return store.listed(user);
  }

  /** From now on this key's requests are taken, or refused. False where there is no such key. */
  public synchronized boolean enable(String id, boolean enabled) {
    boolean known = store.enable(id, enabled);
    seen.remove(id);
    return known;
  }

  /** A new key in the place of another, which is disabled; empty where there is no such key. */
  public synchronized Optional<AccessKey> rotate(String id) {
    Optional<AccessKey> successor = store.find(id).map(key -> draft(key.user(), key.given()));
    boolean isDone = successor.isPresent() && store.replace(id, successor.get());
    seen.remove(id);
    return successor.filter(_ -> isDone);
  }

  /** Forgets a key. False where there is no such key. */
  public synchronized boolean delete(String id) {
    boolean known = store.delete(id);
    seen.remove(id);
    return known;
  }

  /** Writes down that a key was used, at most once in a minute: not each use is worth a write. */
  public void used(AccessKey key, String address, String service) {
    Instant now = now();
    Instant last = noted.get(key.id());
    if (last != null && now.isBefore(last.plus(NOTED)) && !now.isBefore(last)) {
      return;
    }
    if (last == null
        ? noted.putIfAbsent(key.id(), now) == null
        : noted.replace(key.id(), last, now)) {
      note(key, new AccessKeyStore.Use(now, address, service));
    }
  }

  private void note(AccessKey key, AccessKeyStore.Use use) {
    try {
      store.used(key.id(), use);
    } catch (RuntimeException e) {
      LOG.warn("It could not be written down that access key {} was used", key.id(), e);
    }
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
