package io.adit.server.api.iot;

import io.adit.server.api.AwsAccount;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificates;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a certificate and its status. */
final class DescribeCertificate implements IotOperation<String> {
  private final DeviceCertificates certificates;
  private final Arns arns;
  private final AwsAccount account;
  private final Subjects subjects;

  record Output(Description certificateDescription) {}

  record Description(
      String certificateArn,
      String certificateId,
      @Nullable String caCertificateId,
      DeviceCertificate.Status status,
      String certificatePem,
      String ownedBy,
      Instant creationDate,
      Instant lastModifiedDate,
      Validity validity,
      String certificateMode) {}

  record Validity(Instant notBefore, Instant notAfter) {}

  DescribeCertificate(DeviceCertificates certificates, AwsAccount account, Subjects subjects) {
    this.subjects = subjects;
    this.certificates = certificates;
    this.arns = new Arns(account);
    this.account = account;
  }

  @Override
  public Route route() {
    return Route.of("DescribeCertificate", "GET", "/certificates/{certificateId}");
  }

  @Override
  public String read(IotCall call, Violations violations) {
    return Members.certificateId(call, violations);
  }

  @Override
  public List<Subject> about(String certificateId) {
    return List.of(subjects.certificate(certificateId));
  }

  @Override
  public Output run(Caller caller, String certificateId) {
    DeviceCertificate certificate = certificates.describe(certificateId);
    return new Output(
        new Description(
            arns.certificate(certificateId),
            certificateId,
            certificate.authorityId(),
            certificate.status(),
            certificate.pem(),
            account.account(),
            certificate.createdAt(),
            certificate.lastUpdatedAt(),
            new Validity(certificate.notBefore(), certificate.notAfter()),
            "DEFAULT"));
  }
}
