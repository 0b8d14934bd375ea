package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.DeviceCertificates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets a certificate's device in, keeps it out for a while, or for good. */
final class UpdateCertificate implements IotOperation<UpdateCertificate.Input> {
  /** Without those of the model that only AWS itself sets, or that are deprecated. */
  private static final List<String> STATUSES =
      Arrays.stream(Status.values()).map(Status::name).toList();

  private final DeviceCertificates certificates;
  private final Subjects subjects;

  record Input(String certificateId, @Nullable String newStatus) {}

  UpdateCertificate(DeviceCertificates certificates, Subjects subjects) {
    this.subjects = subjects;
    this.certificates = certificates;
  }

  @Override
  public Route route() {
    return Route.of("UpdateCertificate", "PUT", "/certificates/{certificateId}");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String newStatus = call.query("newStatus");
    violations.required("newStatus", newStatus);
    violations.oneOf("newStatus", newStatus, STATUSES);
    return new Input(Members.certificateId(call, violations), newStatus);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.certificate(input.certificateId()));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    certificates.setStatus(
        input.certificateId(), Status.valueOf(Objects.requireNonNull(input.newStatus())));
    return Map.of();
  }
}
