package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificates;
import io.adit.server.thing.Page;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists certificates by creation, a page at a time. */
final class ListCertificates implements IotOperation<ListCertificates.Input> {
  private static final Pattern MARKER = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  private final DeviceCertificates certificates;
  private final Arns arns;

  record Input(boolean ascending, int pageSize, @Nullable String marker) {}

  record Output(List<Listed> certificates, @Nullable String nextMarker) {}

  record Listed(
      String certificateArn,
      String certificateId,
      DeviceCertificate.Status status,
      String certificateMode,
      Instant creationDate) {}

  ListCertificates(DeviceCertificates certificates, Arns arns) {
    this.certificates = certificates;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("ListCertificates", "GET", "/certificates");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String marker = call.query("marker");
    violations.length("marker", marker, 0, 1024);
    violations.matches("marker", marker, MARKER);
    return new Input(
        call.flag("isAscendingOrder", violations),
        Members.pageSize(call, "pageSize", violations),
        marker);
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    Page<DeviceCertificate> page =
        certificates.list(input.ascending(), input.pageSize(), input.marker());
    return new Output(page.items().stream().map(this::listed).toList(), page.nextToken());
  }

  private Listed listed(DeviceCertificate certificate) {
    return new Listed(
        arns.certificate(certificate.certificateId()),
        certificate.certificateId(),
        certificate.status(),
        "DEFAULT",
        certificate.createdAt());
  }
}
