package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.IoTSecureTunnelingException;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tunnel;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelSummary;

/** The eight operations as the AWS SDK for Java calls them, which checks nothing itself. */
@VerifiedWith(Client.AWS_SDK_FOR_JAVA)
class AwsSdkTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
  }

  private static Tunnel describe(String id) {
    return client.describeTunnel(describe -> describe.tunnelId(id)).tunnel();
  }

  @Test
  void twoHundredAndFiftyTunnelsAreListedNewestFirstInPages() {
    // Given
    var thing = "much-opened";
    var opened = new ArrayList<String>();
    for (int i = 0; i < 250; i++) {
      var description = "number " + i;
      opened.add(
          client
              .openTunnel(open ->
                  open.description(description)
                      .destinationConfig(to -> to.thingName(thing).services("SSH")))
              .tunnelId());
    }
    client.openTunnel(open -> open.description("of no thing"));

    // When
    var pages = listAll(thing, null);
    var smallPages = listAll(thing, 33);

    // Then
    Collections.reverse(opened);
    assertThat(pages).extracting(List::size).containsExactly(100, 100, 50);
    assertThat(pages.stream().flatMap(List::stream).map(TunnelSummary::tunnelId))
        .containsExactlyElementsOf(opened);
    assertThat(smallPages).hasSize(8);
    assertThat(smallPages.stream().flatMap(List::stream).map(TunnelSummary::tunnelId))
        .containsExactlyElementsOf(opened);
    assertThat(pages.getFirst().getFirst().description()).isEqualTo("number 249");
    assertThat(client.listTunnels(list -> {}).tunnelSummaries()).hasSize(100);
  }

  private static List<List<TunnelSummary>> listAll(String thing, @Nullable Integer pageSize) {
    var pages = new ArrayList<List<TunnelSummary>>();
    @Nullable String token = null;
    do {
      var next = token;
      var page =
          client.listTunnels(list -> list.thingName(thing).maxResults(pageSize).nextToken(next));
      pages.add(page.tunnelSummaries());
      token = page.nextToken();
    } while (token != null);
    return pages;
  }

  @Test
  void aSideIsConnectedWhileItsProxyIs() {
    // Given
    var opened = ConnectedTunnel.open(client, List.of("SSH"));
    var before = describe(opened.tunnelId());

    // When
    var destination =
        ProxyProcess.launch(
            STAGE, server, opened.destinationAccessToken(), "-d", "SSH=127.0.0.1:22");
    destination.connected();
    var during = awaitDestination(opened.tunnelId(), ConnectionStatus.CONNECTED);
    destination.running().kill();
    var after = awaitDestination(opened.tunnelId(), ConnectionStatus.DISCONNECTED);

    // Then
    assertThat(before.destinationConnectionState().status())
        .isEqualTo(ConnectionStatus.DISCONNECTED);
    assertThat(before.destinationConnectionState().lastUpdatedAt()).isNull();
    assertThat(during.destinationConnectionState().lastUpdatedAt()).isNotNull();
    assertThat(during.sourceConnectionState().status()).isEqualTo(ConnectionStatus.DISCONNECTED);
    assertThat(after.destinationConnectionState().lastUpdatedAt())
        .isAfterOrEqualTo(during.destinationConnectionState().lastUpdatedAt());
    assertThat(after.status()).isEqualTo(TunnelStatus.OPEN);
  }

  private static Tunnel awaitDestination(String id, ConnectionStatus status) {
    return Within.seconds(20)
        .await(
            "the destination is " + status,
            () ->
                Optional.of(describe(id))
                    .filter(tunnel -> tunnel.destinationConnectionState().status() == status),
            () -> describe(id).toString());
  }

  @Test
  void timestampsKeepTheirFraction() {
    // Given
    var before = Instant.now();
    var opened = new ArrayList<Instant>();

    // When
    for (int i = 0; i < 10; i++) {
      opened.add(describe(client.openTunnel(open -> {}).tunnelId()).createdAt());
    }

    // Then
    assertThat(opened).allMatch(at -> at.isAfter(before.minusSeconds(5)));
    assertThat(opened).anyMatch(at -> !at.equals(at.truncatedTo(ChronoUnit.SECONDS)));
  }

  @Test
  void tagsKeepTheirOrderlessSet() {
    // Given
    var arn = client.openTunnel(open -> open.tags(tag("a", "1"), tag("温度", "高い"))).tunnelArn();

    // When
    client.tagResource(tag -> tag.resourceArn(arn).tags(tag("a", "2"), tag("c", "")));
    client.untagResource(untag -> untag.resourceArn(arn).tagKeys("温度", "never there"));

    // Then
    assertThat(client.listTagsForResource(list -> list.resourceArn(arn)).tags())
        .containsExactlyInAnyOrder(tag("a", "2"), tag("c", ""));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void aStrangersKeyAndAWrongSecretAreRefused() {
    try (var stranger = AwsSdk.client(server, "AKIAIOSFODNN7EXAMPLE", "x".repeat(40));
        var liar = AwsSdk.client(server, server.variable("AWS_ACCESS_KEY_ID"), "x".repeat(40))) {
      assertThat(refusal(stranger)).isEqualTo("403 UnrecognizedClientException");
      assertThat(refusal(liar)).isEqualTo("403 InvalidSignatureException");
    }
  }

  private static String refusal(IoTSecureTunnelingClient caller) {
    var refused =
        catchThrowableOfType(
            IoTSecureTunnelingException.class, () -> caller.listTunnels(list -> {}));
    return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
  }
}
