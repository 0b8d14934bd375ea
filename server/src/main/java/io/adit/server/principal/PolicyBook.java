package io.adit.server.principal;

import io.adit.server.auth.Role;
import io.adit.server.policy.Place;
import io.adit.server.policy.Policies;
import io.adit.server.policy.PolicyDocument;
import io.adit.server.policy.PolicyDocument.Use;
import io.adit.server.policy.PolicyException;
import io.adit.server.principal.PolicyFault.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All policies, and whose they are. For any thread; calls may block on the store. */
public final class PolicyBook {
  /** Policies that are attached to this count for connections to tunnels. No user is called so. */
  public static final String DATA_PLANE = "@data-plane";

  /** Users of a provider of identities are in no table. */
  private static final String OF_PROVIDER = "oidc:";

  /** How long another process may take to change a right for this one. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PolicyBook.class);

  private final PolicyStore store;
  private final @Nullable Place here;
  private final InstantSource clock;
  // Only of those who exist, so that no caller can make it grow.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private long changes; // guarded by this

  /**
   * What counts for somebody.
   *
   * @param role null: there is no such user
   */
  record Standing(@Nullable Role role, List<Policies.Named> attached) {}

  private record Seen(Standing standing, Instant at) {}

  /**
   * @param here where the server is; null: it is not known, and nothing is said of ARNs that can
   *     match nothing there
   */
  public PolicyBook(PolicyStore store, @Nullable Place here, InstantSource clock) {
    this.store = store;
    this.here = here;
    this.clock = clock;
  }

  /** Throws PolicyFault EXISTS or INVALID. */
  public StoredPolicy create(String name, String document) {
    StoredPolicy policy = draft(name, document);
    if (isBuiltIn(name) || !store.insert(policy)) {
      throw new PolicyFault(Reason.EXISTS, "There is a policy " + name + " already");
    }
    return policy;
  }

  /** Puts another document in the place of one. Throws PolicyFault NOT_FOUND, IN_USE or INVALID. */
  public StoredPolicy replace(String name, String document) {
    StoredPolicy policy = draft(name, document);
    requireOwn(name);
    for (PolicyStore.Attachment attachment : store.attachments()) {
      if (attachment.policy().equals(name)) {
        requireUsable(document, attachment.attachedTo());
      }
    }
    if (!store.replace(policy)) {
      throw missing(name);
    }
    forget();
    logStrays(policy);
    return policy;
  }

  /** One that is kept, or that comes with Adit. Throws PolicyFault NOT_FOUND. */
  public StoredPolicy get(String name) {
    return Role.of(name)
        .map(PolicyBook::builtIn)
        .or(() -> store.find(name))
        .orElseThrow(() -> missing(name));
  }

  /** All, those that come with Adit first. */
  public List<StoredPolicy> list() {
    return Stream.concat(
            Arrays.stream(Role.values()).map(PolicyBook::builtIn), store.list().stream())
        .toList();
  }

  public List<PolicyStore.Attachment> attachments() {
    return store.attachments();
  }

  /** Throws PolicyFault NOT_FOUND or IN_USE. */
  public void delete(String name) {
    requireOwn(name);
    switch (store.remove(name)) {
      case DONE -> forget();
      case NO_POLICY -> throw missing(name);
      case ATTACHED ->
          throw new PolicyFault(
              Reason.IN_USE,
              "Policy %s is attached to %s: detach it first"
                  .formatted(
                      name,
                      store.attachments().stream()
                          .filter(each -> each.policy().equals(name))
                          .map(PolicyStore.Attachment::attachedTo)
                          .toList()));
    }
  }

  /** Throws PolicyFault NOT_FOUND or INVALID. */
  public void attach(String name, String to) {
    StoredPolicy policy = get(name);
    requirePrincipal(to);
    requireUsable(policy.document(), to);
    store.attach(new PolicyStore.Attachment(name, to), now());
    forget();
    logStrays(policy);
  }

  /** Throws PolicyFault NOT_FOUND. */
  public void detach(String name, String from) {
    if (!store.detach(new PolicyStore.Attachment(name, from))) {
      throw new PolicyFault(
          Reason.NOT_FOUND, "Policy %s is not attached to %s".formatted(name, from));
    }
    forget();
  }

  /** The ARNs of a policy that can match nothing on this server, in words. */
  public List<String> strays(StoredPolicy policy) {
    return here == null ? List.of() : policy.read().document().strays(here);
  }

  /** The same of all that count for somebody. */
  public List<String> strays(Policies policies) {
    return here == null ? List.of() : policies.strays(here);
  }

  /** Warns of those that are attached: the server's region or account may have been another. */
  public void logStrays() {
    attachments().stream()
        .map(PolicyStore.Attachment::policy)
        .distinct()
        .forEach(name -> logStrays(get(name)));
  }

  private void logStrays(StoredPolicy policy) {
    strays(policy).forEach(stray -> LOG.warn("Policy {}: {}", policy.name(), stray));
  }

  /** Throws PolicyFault NOT_FOUND where there is no such user. */
  public void requirePrincipal(String name) {
    if (!name.equals(DATA_PLANE) && !name.startsWith(OF_PROVIDER) && !store.isUser(name)) {
      throw PolicyFault.noUser(name);
    }
  }

  /** What counts for somebody; what another process changed is seen in 5 seconds. */
  Standing standing(String name) {
    Instant now = now();
    Seen last = seen.get(name);
    if (last != null && !now.isBefore(last.at()) && now.isBefore(last.at().plus(FRESH))) {
      return last.standing();
    }
    return load(name, now);
  }

  /** From now on what is kept is read anew. */
  public synchronized void forget() {
    changes++;
    seen.clear();
  }

  private Standing load(String name, Instant now) {
    long before = changes();
    Standing standing = read(store.standing(name));
    synchronized (this) {
      // What was read before a change must not be remembered after it.
      if (changes == before && (standing.role() != null || name.equals(DATA_PLANE))) {
        seen.put(name, new Seen(standing, now));
      }
    }
    return standing;
  }

  private synchronized long changes() {
    return changes;
  }

  private static Standing read(PolicyStore.Standing kept) {
    List<Policies.Named> attached = new ArrayList<>();
    kept.builtIn().forEach(name -> Role.of(name).map(Role::policy).ifPresent(attached::add));
    kept.attached().forEach(policy -> attached.add(policy.read()));
    return new Standing(kept.role(), List.copyOf(attached));
  }

  private StoredPolicy draft(String name, String document) {
    if (!StoredPolicy.NAME.matcher(name).matches()) {
      throw new PolicyFault(
          Reason.INVALID,
          "A policy's name has 1 to 128 letters, digits and _+=,.@-, and '%s' does not"
              .formatted(name));
    }
    explained(() -> PolicyDocument.readStrictly(document));
    Instant now = now();
    return new StoredPolicy(name, document, now, now);
  }

  private static void requireUsable(String document, String to) {
    Use use = to.equals(DATA_PLANE) ? Use.CONNECTIONS : Use.CALLS;
    explained(() -> PolicyDocument.read(document).requireUsableFor(use));
  }

  private static void explained(Runnable work) {
    try {
      work.run();
    } catch (PolicyException e) {
      throw new PolicyFault(Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static void requireOwn(String name) {
    if (isBuiltIn(name)) {
      throw new PolicyFault(
          Reason.IN_USE,
          "Policy %s comes with Adit and stays as it is: copy it under another name"
              .formatted(name));
    }
  }

  private static boolean isBuiltIn(String name) {
    return Role.of(name).isPresent();
  }

  private static StoredPolicy builtIn(Role role) {
    return new StoredPolicy(role.word(), role.document(), Instant.EPOCH, Instant.EPOCH);
  }

  private PolicyFault missing(String name) {
    return new PolicyFault(
        Reason.NOT_FOUND,
        "There is no policy %s; there are %s"
            .formatted(name, list().stream().map(StoredPolicy::name).toList()));
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
