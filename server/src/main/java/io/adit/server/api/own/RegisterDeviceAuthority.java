package io.adit.server.api.own;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceTrust;
import io.adit.server.thing.ThingNameRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adit's own: accepts the certificates that an authority of the operator's signs. */
final class RegisterDeviceAuthority implements Operation<RegisterDeviceAuthority.Input> {
  private final DeviceTrust trust;

  /**
   * @param thingNameRule as {@link ThingNameRule} writes it; null: the common name
   * @param createThings whether a thing is made where there is none; null: it is not
   */
  record Input(
      @Nullable String certificatePem,
      @Nullable String thingNameRule,
      @Nullable Boolean createThings) {}

  record Output(ListedAuthority authority) {}

  RegisterDeviceAuthority(DeviceTrust trust) {
    this.trust = trust;
  }

  @Override
  public String name() {
    return "RegisterDeviceAuthority";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    violations.required("certificatePem", input.certificatePem());
    violations.length("certificatePem", input.certificatePem(), 1, 65_536);
    String rule = input.thingNameRule();
    if (rule != null && ThingNameRule.parse(rule).isEmpty()) {
      violations.add(
          "thingNameRule",
          rule,
          "Member must be cn, dns or uri, with or without a form around the name such as"
              + " dns={thing}.example.com, or none");
    }
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    String rule = Objects.requireNonNullElse(input.thingNameRule(), "cn");
    return new Output(
        ListedAuthority.of(
            trust.register(
                Objects.requireNonNull(input.certificatePem()),
                ThingNameRule.parse(rule).orElseThrow(),
                Boolean.TRUE.equals(input.createThings()))));
  }
}
