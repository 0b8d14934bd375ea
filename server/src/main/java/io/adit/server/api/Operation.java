package io.adit.server.api;

import io.adit.server.auth.Caller;

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

  /** Does it, for an input without violations; returns what is written as JSON. */
  Object run(Caller caller, I input);
}
