package io.adit.cli.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.DeviceCertificate;
import io.adit.cli.api.IssuedCertificate;
import io.adit.cli.api.Things;
import io.adit.server.AditServer;
import io.adit.server.AdministratorKey;
import io.adit.server.ServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a real server. */
class EnrolmentTest {
  @TempDir static Path folder;

  private static AditServer server;
  private static Things things;

  private Enrolment enrolment;

  @BeforeAll
  static void start() {
    server =
        AditServer.start(
            ServerOptions.defaults(folder.resolve("data"))
                .with(new ServerOptions.Listener("127.0.0.1", 0))
                .with(ServerOptions.Mqtt.FREE));
    AdministratorKey key = server.administrator();
    things =
        new Things(
            new ApiAccess(
                URI.create(server.endpoint().url()),
                server.endpoint().region(),
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id(), key.secret())),
                folder.resolve(String.valueOf(server.endpoint().ca()))),
            Map.of());
  }

  @AfterAll
  static void stop() {
    things.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    enrolment = new Enrolment(things);
  }

  @Test
  void aThingHasACertificateForTheKeyThatWasMadeHere() {
    enrolment.register("Enrolled", Map.of("site", "tokyo"));
    IssuedCertificate issued =
        enrolment.certify("Enrolled", DeviceKey.create().signingRequest("Enrolled"));
    enrolment.finish();

    assertThat(things.describe("Enrolled").labels()).containsExactly(Map.entry("site", "tokyo"));
    assertThat(things.certificatesOf("Enrolled")).containsExactly(issued.arn());
    DeviceCertificate certificate = things.certificate(issued.arn());
    assertThat(certificate.isActive()).isTrue();
    assertThat(certificate.authorityId()).isEmpty();
  }

  @Test
  void aThingIsRegisteredOnlyOnce() {
    enrolment.register("Twice", Map.of());
    enrolment.finish();

    assertThatThrownBy(() -> new Enrolment(things).register("Twice", Map.of()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'Twice' already")
        .hasMessageContaining("rotate-certificate");
  }

  @Test
  void nothingIsLeftWhereALaterStepFails() {
    enrolment.register("Undone", Map.of());
    IssuedCertificate issued =
        enrolment.certify("Undone", DeviceKey.create().signingRequest("Undone"));
    var failure = new CommandFailedException("the disk is full");

    assertThat(enrolment.undoFor(failure)).isSameAs(failure);

    assertThat(things.find("Undone")).isEmpty();
    assertThatThrownBy(() -> things.certificate(issued.arn()))
        .isInstanceOf(CommandFailedException.class);
  }

  @Test
  void whatCannotBeUndoneIsSaid() {
    enrolment.register("Kept", Map.of());
    IssuedCertificate other = things.issue(DeviceKey.create().signingRequest("Kept"));
    things.attach("Kept", other.arn()); // somebody else's, meanwhile

    var told = enrolment.undoFor(new CommandFailedException("the disk is full"));

    assertThat(told)
        .hasMessageContaining("the disk is full")
        .hasMessageContaining("aws iot delete-thing --thing-name Kept");
  }

  @Test
  void aRequestThatTheServerRefusesIsUndoneToo() {
    enrolment.register("Refused", Map.of());

    var refused =
        catchThrowableOfType(
            CommandFailedException.class, () -> enrolment.certify("Refused", "no request"));

    assertThat(enrolment.undoFor(refused)).hasMessageContaining("InvalidRequestException");
    assertThat(things.find("Refused")).isEmpty();
  }
}
