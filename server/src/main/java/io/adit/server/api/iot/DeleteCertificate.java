package io.adit.server.api.iot;

import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.thing.DeviceCertificates;
import java.util.Map;

/** Forgets a certificate that is neither active nor attached to a thing. */
final class DeleteCertificate implements IotOperation<String> {
  private final DeviceCertificates certificates;

  DeleteCertificate(DeviceCertificates certificates) {
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
  public Map<String, Object> run(Caller caller, String certificateId) {
    certificates.delete(certificateId);
    return Map.of();
  }
}
