package io.adit.server.principal;

import io.adit.server.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where policies are kept. Each call is one transaction, on disk when it returns. */
public interface PolicyStore {

  /**
   * What a user may do.
   *
   * @param role null: there is no such user
   * @param builtIn attached policies that come with Adit
   */
  record Standing(@Nullable Role role, List<StoredPolicy> attached, List<String> builtIn) {}

  /** Whose a policy is: a user's name, or {@link PolicyBook#DATA_PLANE}. */
  record Attachment(String policy, String attachedTo) {}

  /** What came of a removal. */
  enum Removal {
    DONE,
    NO_POLICY,
    ATTACHED
  }

  /** False: there is one of this name already. */
  boolean insert(StoredPolicy policy);

  /** False: there is none of this name. */
  boolean replace(StoredPolicy policy);

  Optional<StoredPolicy> find(String name);

  /** By name. */
  List<StoredPolicy> list();

  Removal remove(String name);

  void attach(Attachment attachment, Instant now);

  /** False: it was not attached. */
  boolean detach(Attachment attachment);

  /** All, by policy and by whom they are attached to. */
  List<Attachment> attachments();

  boolean isUser(String name);

  Standing standing(String attachedTo);
}
