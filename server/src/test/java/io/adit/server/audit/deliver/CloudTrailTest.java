package io.adit.server.audit.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.audit.chain.AuditLine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tools for AWS CloudTrail find in a record, and where. */
class CloudTrailTest {
  private static final String CHAIN = "{\"seq\":7,\"prev\":\"" + "0".repeat(64) + "\",";
  private static final String HASH = ",\"hash\":\"" + "a".repeat(64) + "\"}";

  private final CloudTrail form = new CloudTrail("eu-west-1", "123456789012");

  @Test
  void aCallHasAllThatACloudTrailEventHas() throws IOException {
    JsonNode event =
        shaped(
            """
            "at":"2026-11-27T21:45:00.123456Z","event":"ApiCall","user":"ann",\
            "accessKeyId":"AKIAEXAMPLE","via":"signature","address":"192.0.2.7:5012",\
            "userAgent":"aws-cli/2","requestId":"r-1","service":"IoTSecuredTunneling",\
            "operation":"OpenTunnel","tunnelId":"t-1","parameters":{"description":"d"},\
            "answer":{"tunnelId":"t-1"},"outcome":"done","status":200,"micros":1234\
            """);

    assertThat(event.get("eventVersion").asText()).isEqualTo("1.11");
    assertThat(event.at("/userIdentity/type").asText()).isEqualTo("IAMUser");
    assertThat(event.at("/userIdentity/arn").asText())
        .isEqualTo("arn:aws:iam::123456789012:user/ann");
    assertThat(event.at("/userIdentity/accessKeyId").asText()).isEqualTo("AKIAEXAMPLE");
    assertThat(event.get("eventTime").asText()).isEqualTo("2026-11-27T21:45:00Z");
    assertThat(event.get("eventSource").asText()).isEqualTo("iot.amazonaws.com");
    assertThat(event.get("eventName").asText()).isEqualTo("OpenTunnel");
    assertThat(event.get("awsRegion").asText()).isEqualTo("eu-west-1");
    assertThat(event.get("sourceIPAddress").asText()).isEqualTo("192.0.2.7");
    assertThat(event.get("userAgent").asText()).isEqualTo("aws-cli/2");
    assertThat(event.at("/requestParameters/description").asText()).isEqualTo("d");
    assertThat(event.at("/responseElements/tunnelId").asText()).isEqualTo("t-1");
    assertThat(event.has("errorCode")).isFalse();
    assertThat(event.get("requestID").asText()).isEqualTo("r-1");
    assertThat(event.get("eventID").asText()).hasSize(36);
    assertThat(event.get("eventType").asText()).isEqualTo("AwsApiCall");
    assertThat(event.get("readOnly").asBoolean()).isFalse();
    assertThat(event.get("recipientAccountId").asText()).isEqualTo("123456789012");
    assertThat(event.at("/additionalEventData/auditSeq").asInt()).isEqualTo(7);
    assertThat(event.at("/additionalEventData/micros").asInt()).isEqualTo(1234);
  }

  @Test
  void aRefusedCallOfAStrangerHasItsErrorAndNoName() throws IOException {
    JsonNode event =
        shaped(
            """
            "at":"2026-11-27T21:45:00.000000Z","event":"ApiCall","address":"[2001:db8::1]:99",\
            "service":"iot","operation":"ListThings","outcome":"failed",\
            "error":"InvalidSignatureException"\
            """);

    assertThat(event.at("/userIdentity/type").asText()).isEqualTo("Unknown");
    assertThat(event.get("sourceIPAddress").asText()).isEqualTo("2001:db8::1");
    assertThat(event.get("errorCode").asText()).isEqualTo("InvalidSignatureException");
    assertThat(event.get("readOnly").asBoolean()).isTrue();
    assertThat(event.get("requestParameters").isNull()).isTrue();
  }

  @Test
  void aSignInIsAConsoleLogin() throws IOException {
    JsonNode event =
        shaped(
            """
            "at":"2026-11-27T21:45:00.000000Z","event":"SignIn","user":"ann","via":"password",\
            "address":"192.0.2.7","outcome":"done"\
            """);

    assertThat(event.get("eventName").asText()).isEqualTo("ConsoleLogin");
    assertThat(event.get("eventSource").asText()).isEqualTo("signin.amazonaws.com");
    assertThat(event.get("eventType").asText()).isEqualTo("AwsConsoleSignIn");
    assertThat(event.at("/responseElements/ConsoleLogin").asText()).isEqualTo("Success");
  }

  @Test
  void aConnectionIsTheServicesOwnEventWithItsBytes() throws IOException {
    JsonNode event =
        shaped(
            """
            "at":"2026-11-27T21:45:00.000000Z","event":"ConnectionEnded","user":"ann",\
            "tunnelId":"t-1","service":"SSH","source":{"address":"192.0.2.7:1"},\
            "bytesFromSource":5,"bytesFromDestination":6,"reason":"the source closed it"\
            """);

    assertThat(event.get("eventType").asText()).isEqualTo("AwsServiceEvent");
    assertThat(event.get("eventCategory").asText()).isEqualTo("Data");
    assertThat(event.get("sourceIPAddress").asText()).isEqualTo("192.0.2.7");
    assertThat(event.at("/additionalEventData/bytesFromSource").asInt()).isEqualTo(5);
    assertThat(event.at("/additionalEventData/tunnelId").asText()).isEqualTo("t-1");
  }

  private JsonNode shaped(String members) throws IOException {
    AuditLine line = AuditLine.parse((CHAIN + members + HASH).getBytes(UTF_8)).orElseThrow();
    JsonNode file = new ObjectMapper().readTree(form.file(List.of(line)));
    assertThat(file.get("Records")).hasSize(1);
    assertThat(new ObjectMapper().readTree(form.record(line))).isEqualTo(file.at("/Records/0"));
    return file.at("/Records/0");
  }
}
