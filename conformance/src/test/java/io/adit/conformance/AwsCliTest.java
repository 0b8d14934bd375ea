package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The eight operations as the AWS CLI calls them. */
@VerifiedWith(Client.AWS_CLI)
class AwsCliTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static AwsCli aws;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    aws = AwsCli.of(server);
  }

  private static JsonNode open(String... options) {
    var arguments = new ArrayList<>(List.of("open-tunnel"));
    arguments.addAll(List.of(options));
    return aws.ok(arguments.toArray(String[]::new));
  }

  private static String id(JsonNode opened) {
    return opened.get("tunnelId").asText();
  }

  private static JsonNode describe(String id) {
    return aws.ok("describe-tunnel", "--tunnel-id", id).get("tunnel");
  }

  @Test
  void anOpenedTunnelIsDescribedAsItWasAskedFor() throws IOException {
    // Given: by a file, since an argument's encoding would depend on where the tests run.
    var description = STAGE.newFolder("text").resolve("description");
    Files.writeString(description, "first tunnel, 最初のトンネル");
    var opened =
        open(
            "--description", "file://" + description,
            "--destination-config", "thingName=pump-7,services=SSH,HTTP",
            "--timeout-config", "maxLifetimeTimeoutMinutes=60",
            "--tags", "key=team,value=pumps");

    // When
    var tunnel = describe(id(opened));

    // Then
    assertThat(id(opened)).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(opened.get("tunnelArn").asText())
        .isEqualTo("arn:aws:iot:us-east-1:000000000000:tunnel/" + id(opened));
    assertThat(opened.get("sourceAccessToken").asText()).hasSizeBetween(43, 1023);
    assertThat(opened.get("destinationAccessToken").asText()).hasSizeBetween(43, 1023);
    assertThat(tunnel.get("status").asText()).isEqualTo("OPEN");
    assertThat(tunnel.get("description").asText()).isEqualTo("first tunnel, 最初のトンネル");
    assertThat(tunnel.at("/destinationConfig/thingName").asText()).isEqualTo("pump-7");
    assertThat(tunnel.at("/destinationConfig/services")).hasToString("[\"SSH\",\"HTTP\"]");
    assertThat(tunnel.at("/timeoutConfig/maxLifetimeTimeoutMinutes").asInt()).isEqualTo(60);
    assertThat(tunnel.get("tags")).hasToString("[{\"key\":\"team\",\"value\":\"pumps\"}]");
    assertThat(tunnel.get("sourceConnectionState")).hasToString("{\"status\":\"DISCONNECTED\"}");
    assertThat(tunnel.get("destinationConnectionState"))
        .hasToString("{\"status\":\"DISCONNECTED\"}");
    assertThat(time(tunnel.get("createdAt")))
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
  }

  /** Version 1 shows seconds as they come over the wire, version 2 ISO 8601. */
  private static Instant time(JsonNode shown) {
    return shown.isNumber()
        ? Instant.ofEpochMilli(Math.round(shown.asDouble() * 1000))
        : OffsetDateTime.parse(shown.asText()).toInstant();
  }

  @Test
  void aTunnelOpenedWithNothingLivesTwelveHours() {
    // When
    var tunnel = describe(id(open()));

    // Then
    assertThat(tunnel.at("/timeoutConfig/maxLifetimeTimeoutMinutes").asInt()).isEqualTo(720);
    assertThat(tunnel.has("destinationConfig")).isFalse();
  }

  @Test
  void tagsAreAddedReplacedListedAndTakenAway() {
    // Given
    var arn = open("--tags", "key=a,value=1").get("tunnelArn").asText();

    // When
    aws.ok("tag-resource", "--resource-arn", arn, "--tags", "key=a,value=2", "key=b,value=");
    var both = aws.ok("list-tags-for-resource", "--resource-arn", arn).get("tags");
    aws.ok("untag-resource", "--resource-arn", arn, "--tag-keys", "a");
    var one = aws.ok("list-tags-for-resource", "--resource-arn", arn).get("tags");

    // Then
    assertThat(both)
        .hasToString("[{\"key\":\"a\",\"value\":\"2\"},{\"key\":\"b\",\"value\":\"\"}]");
    assertThat(one).hasToString("[{\"key\":\"b\",\"value\":\"\"}]");
  }

  @Test
  void rotationAnswersNewTokensOfTheRotatedSidesOnly() {
    // Given
    var opened = open("--destination-config", "services=SSH");

    // When
    var source = rotate(opened, "SOURCE");
    var destination = rotate(opened, "DESTINATION");
    var all = rotate(opened, "ALL");

    // Then
    assertThat(source.has("sourceAccessToken")).isTrue();
    assertThat(source.has("destinationAccessToken")).isFalse();
    assertThat(destination.has("sourceAccessToken")).isFalse();
    assertThat(destination.has("destinationAccessToken")).isTrue();
    assertThat(all.get("tunnelArn")).isEqualTo(opened.get("tunnelArn"));
    assertThat(
            new HashSet<>(
                List.of(
                    opened.get("sourceAccessToken").asText(),
                    source.get("sourceAccessToken").asText(),
                    all.get("sourceAccessToken").asText(),
                    opened.get("destinationAccessToken").asText(),
                    destination.get("destinationAccessToken").asText(),
                    all.get("destinationAccessToken").asText())))
        .hasSize(6);
  }

  private static JsonNode rotate(JsonNode opened, String mode) {
    return aws.ok("rotate-tunnel-access-token", "--tunnel-id", id(opened), "--client-mode", mode);
  }

  @Test
  void aClosedTunnelIsKeptAndADeletedOneIsGone() {
    // Given
    var id = id(open());

    // When
    aws.ok("close-tunnel", "--tunnel-id", id);
    aws.ok("close-tunnel", "--tunnel-id", id);
    var closed = describe(id);
    aws.ok("close-tunnel", "--tunnel-id", id, "--delete");
    var afterwards = aws.fails("describe-tunnel", "--tunnel-id", id);

    // Then
    assertThat(closed.get("status").asText()).isEqualTo("CLOSED");
    assertThat(afterwards)
        .contains("An error occurred (ResourceNotFoundException) when calling the DescribeTunnel");
  }

  @Test
  void pagesOfAListGoOnWhereTheLastOneEnded() {
    // Given
    var thing = "paged-by-cli";
    try (var client = AwsSdk.client(server)) {
      for (int i = 0; i < 5; i++) {
        client.openTunnel(
            open -> open.destinationConfig(to -> to.thingName(thing).services("SSH")));
      }
    }

    // When
    var first = aws.ok("list-tunnels", "--thing-name", thing, "--max-results", "3");
    var token = first.get("nextToken").asText();
    var second =
        aws.ok("list-tunnels", "--thing-name", thing, "--max-results", "3", "--next-token", token);

    // Then
    var ids = new HashSet<String>();
    first.get("tunnelSummaries").forEach(summary -> ids.add(id(summary)));
    assertThat(ids).hasSize(3);
    second.get("tunnelSummaries").forEach(summary -> ids.add(id(summary)));
    assertThat(ids).hasSize(5);
    assertThat(second.has("nextToken")).isFalse();
  }

  @Test
  void whatTheCliDoesNotCheckTheServerDoes() {
    // Given
    var id = id(open());

    // Then
    assertThat(aws.fails("describe-tunnel", "--tunnel-id", "bad id!"))
        .contains("(ValidationException)", "bad id!");
    assertThat(aws.fails("list-tunnels", "--max-results", "101"))
        .contains("(ValidationException)", "101");
    assertThat(aws.fails("open-tunnel", "--timeout-config", "maxLifetimeTimeoutMinutes=721"))
        .contains("(ValidationException)", "721");
    assertThat(aws.fails("rotate-tunnel-access-token", "--tunnel-id", id, "--client-mode", "BOTH"))
        .contains("BOTH");
    assertThat(aws.fails("open-tunnel", "--destination-config", "services=A,B,C,D"))
        .contains("(LimitExceededException)");
  }

  @Test
  void aCallerThatIsNotKnownIsRefused() {
    // Given
    var wrongSecret = aws.with(Map.of("AWS_SECRET_ACCESS_KEY", "x".repeat(40)));
    var wrongKey = aws.with(Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"));

    // Then
    assertThat(wrongSecret.fails("list-tunnels")).contains("(InvalidSignatureException)");
    assertThat(wrongKey.fails("list-tunnels")).contains("(UnrecognizedClientException)");
  }
}
