package io.adit.server.api.own;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.TunnelId;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.diagnosis.Diagnosis;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.diagnosis.Finding;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.Side;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adit's own: says why a tunnel is silent, with all that is known of it at this moment. */
final class DiagnoseTunnel implements Operation<DiagnoseTunnel.Input> {
  private final Doctor doctor;
  private final Subjects subjects;

  record Input(@Nullable String tunnelId) {}

  /**
   * @param findings most important first; never empty
   * @param healthy whether none of them is a problem
   */
  record Output(
      Instant examinedAt,
      boolean healthy,
      List<Finding> findings,
      Examined tunnel,
      DiagnosedSide source,
      DiagnosedSide destination,
      DiagnosedTraffic traffic,
      List<DiagnosedIncident> incidents) {

    static Output of(Diagnosis diagnosis) {
      return new Output(
          diagnosis.at(),
          diagnosis.isFine(),
          diagnosis.findings(),
          Examined.of(diagnosis.tunnel()),
          DiagnosedSide.of(diagnosis, Side.SOURCE),
          DiagnosedSide.of(diagnosis, Side.DESTINATION),
          DiagnosedTraffic.of(diagnosis.view()),
          diagnosis.view().incidents().stream().map(DiagnosedIncident::of).toList());
    }
  }

  /** The tunnel itself. */
  record Examined(
      String tunnelId,
      String tunnelArn,
      TunnelStatus status,
      @Nullable String description,
      List<String> services,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant closedAt) {

    static Examined of(Tunnel tunnel) {
      return new Examined(
          tunnel.tunnelId(),
          tunnel.tunnelArn(),
          tunnel.status(),
          tunnel.description(),
          tunnel.services(),
          tunnel.createdAt(),
          tunnel.expiresAt(),
          tunnel.closedAt());
    }
  }

  DiagnoseTunnel(Doctor doctor, Subjects subjects) {
    this.subjects = subjects;
    this.doctor = doctor;
  }

  @Override
  public String name() {
    return "DiagnoseTunnel";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    TunnelId.check(input.tunnelId(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.tunnel(Objects.requireNonNull(input.tunnelId())));
  }

  @Override
  public Output run(Caller caller, Input input) {
    return Output.of(doctor.examine(Objects.requireNonNull(input.tunnelId())));
  }
}
