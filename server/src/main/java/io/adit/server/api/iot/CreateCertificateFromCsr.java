package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificates;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs a certificate for a key that stays on its device. */
final class CreateCertificateFromCsr implements IotOperation<CreateCertificateFromCsr.Input> {
  private final DeviceCertificates certificates;
  private final Arns arns;

  record Body(@Nullable String certificateSigningRequest) {}

  record Input(@Nullable String certificateSigningRequest, boolean setAsActive) {}

  record Output(String certificateArn, String certificateId, String certificatePem) {}

  CreateCertificateFromCsr(DeviceCertificates certificates, Arns arns) {
    this.certificates = certificates;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("CreateCertificateFromCsr", "POST", "/certificates");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String request = call.body(Body.class).certificateSigningRequest();
    violations.required("certificateSigningRequest", request);
    violations.length("certificateSigningRequest", request, 1, 4096);
    return new Input(request, call.flag("setAsActive", violations));
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    String request = Objects.requireNonNull(input.certificateSigningRequest());
    DeviceCertificate issued = certificates.issue(request, input.setAsActive());
    return new Output(
        arns.certificate(issued.certificateId()), issued.certificateId(), issued.pem());
  }
}
