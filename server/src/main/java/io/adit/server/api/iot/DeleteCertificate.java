package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificates;
import java.util.List;
import java.util.Map;

/** Forgets a certificate that is neither active nor attached to a thing. */
final class DeleteCertificate implements IotOperation<String> {
  private final DeviceCertificates certificates;
  private final Subjects subjects;

  DeleteCertificate(DeviceCertificates certificates, Subjects subjects) {
    this.subjects = subjects;
    this.certificates = certificates;
  }

  @Override
  public Route route() {
    return Route.of("DeleteCertificate", "DELETE", "/certificates/{certificateId}");
  }

  /** {@code forceDelete} passes over attached policies, and there are none here. */
  @Override
  public String read(IotCall call, Violations violations) {
    call.flag("forceDelete", violations);
    return Members.certificateId(call, violations);
  }

  @Override
  public List<Subject> about(String certificateId) {
    return List.of(subjects.certificate(certificateId));
  }

  @Override
  public Map<String, Object> run(Caller caller, String certificateId) {
    certificates.delete(certificateId);
    return Map.of();
  }
}
