package io.adit.server.api.iot;

import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import java.util.List;

/**
 * One operation of the registry.
 *
 * @param <I> its input: a record with the members of the model, null where one was not sent
 */
interface IotOperation<I> {

  Route route();

  /** The input of a call; reports every constraint of the model that it breaks. */
  I read(IotCall call, Violations violations);

  /** What it is about, for an input without violations: what the caller must be allowed to. */
  List<Subject> about(I input);

  /** Does it, for an input without violations; returns what is written as JSON. */
  Object run(Caller caller, I input);
}
