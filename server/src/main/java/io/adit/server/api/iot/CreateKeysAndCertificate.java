package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificates;
import java.util.List;
import java.util.Map;

/** Makes an RSA key and its certificate, and shows both this once. */
final class CreateKeysAndCertificate implements IotOperation<Boolean> {
  private final DeviceCertificates certificates;
  private final Arns arns;

  /**
   * @param keyPair by the names of the model, which begin with capitals
   */
  record Output(
      String certificateArn,
      String certificateId,
      String certificatePem,
      Map<String, String> keyPair) {
    @Override
    public String toString() {
      return "Output[certificateId=" + certificateId + ", keyPair=hidden]";
    }
  }

  CreateKeysAndCertificate(DeviceCertificates certificates, Arns arns) {
    this.certificates = certificates;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("CreateKeysAndCertificate", "POST", "/keys-and-certificate");
  }

  @Override
  public Boolean read(IotCall call, Violations violations) {
    return call.flag("setAsActive", violations);
  }

  @Override
  public List<Subject> about(Boolean active) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Boolean active) {
    DeviceCertificates.WithKeys created = certificates.create(active);
    DeviceCertificate certificate = created.certificate();
    return new Output(
        arns.certificate(certificate.certificateId()),
        certificate.certificateId(),
        certificate.pem(),
        Map.of("PublicKey", created.publicKeyPem(), "PrivateKey", created.privateKeyPem()));
  }
}
