package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.DeviceCertificates;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a certificate in that a registered authority signed. */
final class RegisterCertificate implements IotOperation<RegisterCertificate.Input> {
  private static final List<String> STATUSES =
      List.of(Status.ACTIVE.name(), Status.INACTIVE.name());

  private final DeviceCertificates certificates;
  private final Arns arns;

  record Body(@Nullable String certificatePem, @Nullable String status) {}

  record Input(@Nullable String certificatePem, Status status) {}

  record Output(String certificateArn, String certificateId) {}

  RegisterCertificate(DeviceCertificates certificates, Arns arns) {
    this.certificates = certificates;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("RegisterCertificate", "POST", "/certificate/register");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    Body body = call.body(Body.class);
    violations.required("certificatePem", body.certificatePem());
    violations.length("certificatePem", body.certificatePem(), 1, 65_536);
    violations.oneOf("status", body.status(), STATUSES);
    // The older way to say so.
    boolean active = call.flag("setAsActive", violations);
    boolean isActive = body.status() == null ? active : body.status().equals("ACTIVE");
    return new Input(body.certificatePem(), isActive ? Status.ACTIVE : Status.INACTIVE);
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    DeviceCertificate registered =
        certificates.register(Objects.requireNonNull(input.certificatePem()), input.status());
    return new Output(arns.certificate(registered.certificateId()), registered.certificateId());
  }
}
