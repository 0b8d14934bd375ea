package io.adit.server.api.own;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceTrust;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adit's own: ends that an authority's certificates are accepted, and forgets them. */
final class RemoveDeviceAuthority implements Operation<RemoveDeviceAuthority.Input> {
  private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");

  private final DeviceTrust trust;

  record Input(@Nullable String authorityId) {}

  RemoveDeviceAuthority(DeviceTrust trust) {
    this.trust = trust;
  }

  @Override
  public String name() {
    return "RemoveDeviceAuthority";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    violations.required("authorityId", input.authorityId());
    violations.matches("authorityId", input.authorityId(), ID);
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    trust.remove(Objects.requireNonNull(input.authorityId()));
    return Map.of();
  }
}
