package io.adit.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.testing.TestAuthority;
import io.adit.server.tls.Pem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations of AWS IoT on certificates, and Adit's own on authorities, as they are called. */
class CertificatesApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = ApiFixture.START;

  @TempDir Path folder;
  private ApiFixture fixture;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aProvisioningScriptGoesThrough() {
    // Given
    ok("POST", "/things/pump-7", "", "");
    JsonNode created = ok("POST", "/keys-and-certificate?setAsActive=true", "", "");
    String arn = created.get("certificateArn").asText();
    String id = created.get("certificateId").asText();

    // When
    ok("PUT", "/things/pump-7/principals", arn, "");

    // Then
    assertThat(arn).isEqualTo("arn:aws:iot:us-east-1:000000000000:cert/" + id);
    assertThat(created.get("certificatePem").asText()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(created.at("/keyPair/PrivateKey").asText()).contains("BEGIN RSA PRIVATE KEY");
    assertThat(created.at("/keyPair/PublicKey").asText()).contains("BEGIN PUBLIC KEY");
    assertThat(ok("GET", "/things/pump-7/principals", "", ""))
        .hasToString("{\"principals\":[\"" + arn + "\"]}");
    assertThat(ok("GET", "/principals/things", arn, "")).hasToString("{\"things\":[\"pump-7\"]}");
    assertThat(described(id).get("status").asText()).isEqualTo("ACTIVE");

    // When
    assertThat(call("DELETE", "/things/pump-7", "", ""))
        .startsWith("400 InvalidRequestException {\"message\":\"Cannot delete. Thing pump-7 is");
    assertThat(call("DELETE", "/certificates/" + id, "", ""))
        .startsWith("406 CertificateStateException ");
    ok("PUT", "/certificates/" + id + "?newStatus=REVOKED", "", "");
    assertThat(call("DELETE", "/certificates/" + id + "?forceDelete=true", "", ""))
        .startsWith("409 DeleteConflictException ");
    ok("DELETE", "/things/pump-7/principals", arn, "");
    ok("DELETE", "/certificates/" + id + "?forceDelete=true", "", "");
    ok("DELETE", "/things/pump-7", "", "");

    // Then
    assertThat(call("GET", "/certificates/" + id, "", ""))
        .isEqualTo(
            "404 ResourceNotFoundException {\"message\":\"Certificate "
                + id
                + " does not exist.\"}");
  }

  @Test
  void aKeyCanStayOnItsDevice() throws Exception {
    // Given
    String request = TestAuthority.signingRequest("CN=pump-7", TestAuthority.p256());
    String body = JSON.writeValueAsString(Map.of("certificateSigningRequest", request));

    // When
    JsonNode issued = ok("POST", "/certificates", "", body);

    // Then
    String id = issued.get("certificateId").asText();
    JsonNode description = described(id);
    assertThat(description.get("status").asText()).isEqualTo("INACTIVE");
    assertThat(description.get("certificatePem")).isEqualTo(issued.get("certificatePem"));
    assertThat(description.has("caCertificateId")).isFalse();
    assertThat(description.get("creationDate")).hasToString("1.795521600123E9");
    assertThat(call("POST", "/certificates", "", "{\"certificateSigningRequest\":\"x\"}"))
        .isEqualTo(
            "400 InvalidRequestException {\"message\":\"The certificate signing request is not in"
                + " PEM form (BEGIN CERTIFICATE REQUEST)\"}");
  }

  @Test
  void eachPartOfACallIsChecked() {
    String other = "arn:aws:iot:eu-west-1:000000000000:cert/" + "a".repeat(64);

    assertThat(call("POST", "/certificates?setAsActive=1", "", "{}"))
        .isEqualTo(
            "400 InvalidRequestException {\"message\":\"2 validation errors detected: Value null at"
                + " 'certificateSigningRequest' failed to satisfy constraint: Member must not be"
                + " null; Value '1' at 'setAsActive' failed to satisfy constraint: Member must be"
                + " true or false\"}");
    assertThat(call("PUT", "/certificates/zz?newStatus=PENDING_TRANSFER", "", ""))
        .isEqualTo(
            "400 InvalidRequestException {\"message\":\"3 validation errors detected: Value"
                + " 'PENDING_TRANSFER' at 'newStatus' failed to satisfy constraint: Member must"
                + " satisfy enum value set: [ACTIVE, INACTIVE, REVOKED]; Value 'zz' at"
                + " 'certificateId' failed to satisfy constraint: Member must have length greater"
                + " than or equal to 64; Value 'zz' at 'certificateId' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern:"
                + " (0x)?[a-fA-F0-9]+\"}");
    assertThat(call("PUT", "/things/a/principals", "", ""))
        .contains("Value null at 'principal' failed to satisfy constraint");
    assertThat(call("PUT", "/things/a/principals", other, ""))
        .contains("Member must be the ARN of a certificate of this server");
    assertThat(call("PUT", "/things/a/principals?thingPrincipalType=BOTH", other, ""))
        .contains("2 validation errors", "[EXCLUSIVE_THING, NON_EXCLUSIVE_THING]");
    assertThat(call("GET", "/certificates?marker=-&pageSize=251", "", ""))
        .contains("2 validation errors", "'pageSize'", "'marker'");
    assertThat(call("POST", "/certificates", "", "not json"))
        .startsWith("400 InvalidRequestException {\"message\":\"The body is not JSON");
  }

  @Test
  void anUnsignedPrincipalIsRefused() {
    // Given: signed without the header, which somebody adds on the way.
    var request = fixture.signIot("GET", "/principals/things", "", "");
    request.headers().put("x-amzn-principal", List.of("arn:aws:iot:us-east-1:1:cert/a"));

    // Then
    assertThat(ApiFixture.text(fixture.api.handle(request)))
        .isEqualTo(
            "403 InvalidSignatureException {\"message\":\"'x-amzn-principal' must be a"
                + " 'SignedHeader' in the AWS Authorization.\"}");
  }

  @Test
  void certificatesAreListedInPages() {
    // Given
    String first = newest();
    fixture.clock.advance(Duration.ofSeconds(1));
    String second = newest();

    // When
    JsonNode page = ok("GET", "/certificates?pageSize=1", "", "");
    String marker = page.get("nextMarker").asText().replace("+", "%2B").replace("/", "%2F");
    JsonNode rest = ok("GET", "/certificates?marker=" + marker.replace("=", "%3D"), "", "");

    // Then
    assertThat(page.at("/certificates/0/certificateId").asText()).isEqualTo(second);
    assertThat(rest.at("/certificates/0/certificateId").asText()).isEqualTo(first);
    assertThat(rest.has("nextMarker")).isFalse();
  }

  private String newest() {
    return ok("POST", "/keys-and-certificate", "", "").get("certificateId").asText();
  }

  @Test
  void anAuthorityIsRegisteredListedAndRemoved() throws Exception {
    // Given
    TestAuthority acme = TestAuthority.named("Acme", NOW);
    String body = JSON.writeValueAsString(Map.of("certificatePem", acme.pem()));

    // When
    String registered = fixture.call("Adit.RegisterDeviceAuthority", body);

    // Then
    JsonNode authority = JSON.readTree(registered.substring(4)).get("authority");
    String id = authority.get("authorityId").asText();
    assertThat(authority.get("subject").asText()).isEqualTo("CN=Acme");
    assertThat(authority.get("thingNameRule").asText()).isEqualTo("cn");
    assertThat(authority.get("createsThings").asBoolean()).isFalse();
    assertThat(fixture.call("Adit.RegisterDeviceAuthority", body))
        .startsWith("400 {\"__type\":\"ResourceAlreadyExistsException\"");
    assertThat(fixture.call("Adit.ListDeviceAuthorities", "{}").substring(4))
        .isEqualTo(
            registered
                .substring(4)
                .replace("{\"authority\":", "{\"authorities\":[")
                .replace("}}", "}]}"));
    assertThat(fixture.call("Adit.RemoveDeviceAuthority", "{\"authorityId\":\"" + id + "\"}"))
        .isEqualTo("200 {}");
    assertThat(fixture.call("Adit.RemoveDeviceAuthority", "{\"authorityId\":\"" + id + "\"}"))
        .startsWith("400 {\"__type\":\"ResourceNotFoundException\"");
    assertThat(fixture.call("Adit.ListDeviceAuthorities", "{}"))
        .isEqualTo("200 {\"authorities\":[]}");
  }

  @Test
  void aRuleThatIsNoneIsToldWhatRulesThereAre() {
    assertThat(
            fixture.call(
                "Adit.RegisterDeviceAuthority",
                "{\"certificatePem\":\"x\",\"thingNameRule\":\"ou\"}"))
        .isEqualTo(
            "400 {\"__type\":\"ValidationException\",\"message\":\"1 validation error detected:"
                + " Value 'ou' at 'thingNameRule' failed to satisfy constraint: Member must be cn,"
                + " dns or uri, with or without a form around the name such as"
                + " dns={thing}.example.com, or none\"}");
  }

  @Test
  void aCertificateOfARegisteredAuthorityIsTakenIn() throws Exception {
    // Given
    TestAuthority acme = TestAuthority.named("Acme", NOW);
    String pem = Pem.certificates(List.of(acme.sign("CN=pump-7")));
    String body = JSON.writeValueAsString(Map.of("certificatePem", pem, "status", "ACTIVE"));
    assertThat(call("POST", "/certificate/register", "", body))
        .startsWith("400 InvalidRequestException ")
        .contains("'CN=Acme' is neither Adit's nor a registered one");
    fixture.call(
        "Adit.RegisterDeviceAuthority",
        JSON.writeValueAsString(Map.of("certificatePem", acme.pem(), "thingNameRule", "none")));

    // When
    JsonNode registered = ok("POST", "/certificate/register", "", body);

    // Then
    JsonNode description = described(registered.get("certificateId").asText());
    assertThat(description.get("caCertificateId").asText()).matches("[0-9a-f]{64}");
    assertThat(description.get("status").asText()).isEqualTo("ACTIVE");
  }

  private JsonNode described(String id) {
    return ok("GET", "/certificates/" + id, "", "").get("certificateDescription");
  }

  private JsonNode ok(String method, String target, String principal, String body) {
    String answer = call(method, target, principal, body);
    assertThat(answer).startsWith("200 ");
    try {
      return JSON.readTree(answer.substring(4));
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer, e);
    }
  }

  private String call(String method, String target, String principal, String body) {
    return fixture.iot(method, target, principal, body);
  }
}
