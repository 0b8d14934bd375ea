package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.Stage;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The registry of things and their certificates as the AWS CLI calls it. */
@VerifiedWith(Client.AWS_CLI)
class AwsIotTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AwsCli aws;
  private static AwsCli iot;

  @BeforeAll
  static void startServer() {
    AditProcess server = AditProcess.start(STAGE, "--strict-things");
    aws = AwsCli.of(server);
    iot = aws.service("iot");
  }

  private static JsonNode thing(String name, String site) {
    return iot.ok(
        "create-thing",
        "--thing-name",
        name,
        "--attribute-payload",
        "attributes={site=" + site + "}");
  }

  @Test
  void aThingIsRegisteredFoundChangedAndForgotten() {
    // When
    var created = thing("pump-1", "tokyo");
    thing("pump-2", "osaka");
    var described = iot.ok("describe-thing", "--thing-name", "pump-1");
    var found = iot.ok("list-things", "--attribute-name", "site", "--attribute-value", "tokyo");
    iot.ok("update-thing", "--thing-name", "pump-1", "--attribute-payload", "attributes={a=b}");
    var changed = iot.ok("describe-thing", "--thing-name", "pump-1");
    iot.ok("delete-thing", "--thing-name", "pump-1");

    // Then
    assertThat(created.get("thingArn").asText())
        .isEqualTo("arn:aws:iot:us-east-1:000000000000:thing/pump-1");
    assertThat(described.get("thingId")).isEqualTo(created.get("thingId"));
    assertThat(described.get("attributes")).hasToString("{\"site\":\"tokyo\"}");
    assertThat(found.get("things").findValuesAsText("thingName")).containsExactly("pump-1");
    assertThat(changed.get("attributes")).hasToString("{\"a\":\"b\"}");
    assertThat(changed.get("version").asLong()).isGreaterThan(described.get("version").asLong());
    assertThat(iot.fails("describe-thing", "--thing-name", "pump-1"))
        .contains("(ResourceNotFoundException)");
  }

  @Test
  void aCertificateIsAttachedAndOnlyDeletedWhenNothingNeedsIt() {
    // Given
    thing("valve-1", "kobe");
    var made = iot.ok("create-keys-and-certificate", "--set-as-active");
    var id = made.get("certificateId").asText();
    var arn = made.get("certificateArn").asText();

    // When
    iot.ok("attach-thing-principal", "--thing-name", "valve-1", "--principal", arn);
    var principals = iot.ok("list-thing-principals", "--thing-name", "valve-1").get("principals");
    var whileAttached = iot.fails("delete-thing", "--thing-name", "valve-1");
    iot.ok("detach-thing-principal", "--thing-name", "valve-1", "--principal", arn);
    var whileActive = iot.fails("delete-certificate", "--certificate-id", id);
    iot.ok("update-certificate", "--certificate-id", id, "--new-status", "REVOKED");
    iot.ok("delete-certificate", "--certificate-id", id);

    // Then
    assertThat(made.at("/keyPair/PrivateKey").asText()).contains("PRIVATE KEY");
    assertThat(principals).hasToString("[\"" + arn + "\"]");
    assertThat(whileAttached).contains("when calling the DeleteThing operation");
    assertThat(whileActive).contains("(CertificateStateException)");
    assertThat(iot.fails("update-certificate", "--certificate-id", id, "--new-status", "ACTIVE"))
        .contains("(ResourceNotFoundException)");
  }

  @Test
  void aNameThatIsTakenAndAVersionThatIsOverAreRefused() {
    // Given
    thing("meter-1", "tokyo");

    // Then
    assertThat(
            iot.fails(
                "create-thing",
                "--thing-name",
                "meter-1",
                "--attribute-payload",
                "attributes={site=osaka}"))
        .contains("(ResourceAlreadyExistsException)");
    assertThat(iot.fails("delete-thing", "--thing-name", "meter-1", "--expected-version", "9"))
        .contains("(VersionConflictException)");
  }

  @Test
  void theCallerLearnsWhoItIs() {
    // Given
    var sts = aws.service("sts");
    var liar = sts.with(Map.of("AWS_SECRET_ACCESS_KEY", "x".repeat(40)));

    // Then
    assertThat(sts.ok("get-caller-identity").get("Account").asText()).isEqualTo("000000000000");
    assertThat(liar.fails("get-caller-identity")).contains("(SignatureDoesNotMatch)");
  }

  @Test
  void theEndpointIsAHostAndTunnelsLeadToRegisteredThingsOnly() {
    // Given
    thing("known", "tokyo");

    // Then
    assertThat(iot.ok("describe-endpoint").get("endpointAddress").asText()).doesNotContain(":");
    assertThat(aws.ok("open-tunnel", "--destination-config", "thingName=known,services=SSH"))
        .isNotEmpty();
    assertThat(aws.fails("open-tunnel", "--destination-config", "thingName=ghost,services=SSH"))
        .contains("ghost", "not registered");
  }
}
