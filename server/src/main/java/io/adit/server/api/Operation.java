package io.adit.server.api;

import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import java.util.List;

/**
 * One operation of the API.
 *
 * @param <I> its input: a record with the members of the model, null where one was not sent
 */
public interface Operation<I> {

  /** As in {@code X-Amz-Target}, after the dot. */
  String name();

  Class<I> inputType();

  /** Reports every constraint of the model that the input breaks. */
  void check(I input, Violations violations);

  /** What it is about, for an input without violations: what the caller must be allowed to. */
  List<Subject> about(I input);

  /** Does it, for an input without violations; returns what is written as JSON. */
  Object run(Caller caller, I input);
}
