package io.adit.server.api.own;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceTrust;
import java.util.List;

/** Adit's own: lists the registered authorities, the oldest first; they are at most 100. */
final class ListDeviceAuthorities implements Operation<ListDeviceAuthorities.Input> {
  private final DeviceTrust trust;

  record Input() {}

  record Output(List<ListedAuthority> authorities) {}

  ListDeviceAuthorities(DeviceTrust trust) {
    this.trust = trust;
  }

  @Override
  public String name() {
    return "ListDeviceAuthorities";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {}

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    return new Output(trust.registered().stream().map(ListedAuthority::of).toList());
  }
}
