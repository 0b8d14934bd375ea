package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.IoTSecureTunnelingException;
import software.amazon.awssdk.services.iotsecuretunneling.model.LimitExceededException;
import software.amazon.awssdk.services.iotsecuretunneling.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tunnel;

/** Calls that must fail, by the AWS SDK for Java, which sends what it is given unchecked. */
@VerifiedWith(Client.AWS_SDK_FOR_JAVA)
class ApiErrorsTest {
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String NOBODYS_ARN = "arn:aws:iot:us-east-1:000000000000:tunnel/" + NOBODY;

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

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static Named<Consumer<IoTSecureTunnelingClient>> call(
      String name, Consumer<IoTSecureTunnelingClient> call) {
    return Named.of(name, call);
  }

  /** Each operation that names a tunnel, naming one that is not there. */
  static Stream<Named<Consumer<IoTSecureTunnelingClient>>> callsOnNobody() {
    return Stream.of(
        call("describe", client -> client.describeTunnel(call -> call.tunnelId(NOBODY))),
        call("close", client -> client.closeTunnel(call -> call.tunnelId(NOBODY))),
        call("delete", client -> client.closeTunnel(call -> call.tunnelId(NOBODY).delete(true))),
        call(
            "rotate",
            client ->
                client.rotateTunnelAccessToken(call -> call.tunnelId(NOBODY).clientMode("ALL"))),
        call(
            "tag",
            client ->
                client.tagResource(call -> call.resourceArn(NOBODYS_ARN).tags(tag("a", "b")))),
        call(
            "untag",
            client -> client.untagResource(call -> call.resourceArn(NOBODYS_ARN).tagKeys("a"))),
        call(
            "list tags",
            client -> client.listTagsForResource(call -> call.resourceArn(NOBODYS_ARN))));
  }

  @ParameterizedTest
  @MethodSource("callsOnNobody")
  void aTunnelThatIsNotThereIsNotFound(Consumer<IoTSecureTunnelingClient> call) {
    var refused = catchThrowableOfType(ResourceNotFoundException.class, () -> call.accept(client));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.requestId()).isNotBlank();
    assertThat(refused.awsErrorDetails().errorMessage()).contains(NOBODY);
  }

  /** Each constraint on the names of tunnels and modes, overstepped once. */
  static Stream<Named<Consumer<IoTSecureTunnelingClient>>> invalidNames() {
    return Stream.of(
        call("empty id", client -> client.describeTunnel(call -> call.tunnelId(""))),
        call("long id", client -> client.describeTunnel(call -> call.tunnelId("a".repeat(129)))),
        call("id alphabet", client -> client.describeTunnel(call -> call.tunnelId("a/b"))),
        call("no id", client -> client.describeTunnel(call -> {})),
        call("no mode", client -> client.rotateTunnelAccessToken(call -> call.tunnelId(NOBODY))),
        call(
            "unknown mode",
            client ->
                client.rotateTunnelAccessToken(call -> call.tunnelId(NOBODY).clientMode("EITHER"))),
        call("empty arn", client -> client.listTagsForResource(call -> call.resourceArn(""))),
        call("no arn", client -> client.listTagsForResource(call -> {})),
        call(
            "long arn",
            client ->
                client.listTagsForResource(
                    call -> call.resourceArn(NOBODYS_ARN + "a".repeat(1000)))));
  }

  /** Each constraint on what OpenTunnel takes, overstepped once. */
  static Stream<Named<Consumer<IoTSecureTunnelingClient>>> invalidTunnels() {
    return Stream.of(
        call(
            "no services",
            client -> client.openTunnel(call -> call.destinationConfig(to -> to.thingName("t")))),
        call(
            "zero services",
            client ->
                client.openTunnel(call -> call.destinationConfig(to -> to.services(List.of())))),
        call(
            "empty service",
            client -> client.openTunnel(call -> call.destinationConfig(to -> to.services("")))),
        call(
            "long service",
            client ->
                client.openTunnel(
                    call -> call.destinationConfig(to -> to.services("s".repeat(129))))),
        call(
            "service alphabet",
            client -> client.openTunnel(call -> call.destinationConfig(to -> to.services("a.b")))),
        call(
            "empty thing",
            client ->
                client.openTunnel(
                    call -> call.destinationConfig(to -> to.thingName("").services("a")))),
        call(
            "long thing",
            client ->
                client.openTunnel(call ->
                    call.destinationConfig(to -> to.thingName("t".repeat(129)).services("a")))),
        call(
            "thing alphabet",
            client ->
                client.openTunnel(
                    call -> call.destinationConfig(to -> to.thingName("a b").services("a")))),
        call(
            "no lifetime",
            client ->
                client.openTunnel(
                    call -> call.timeoutConfig(to -> to.maxLifetimeTimeoutMinutes(0)))),
        call(
            "long lifetime",
            client ->
                client.openTunnel(
                    call -> call.timeoutConfig(to -> to.maxLifetimeTimeoutMinutes(721)))),
        call("empty description", client -> client.openTunnel(call -> call.description(""))),
        call(
            "long description",
            client -> client.openTunnel(call -> call.description("d".repeat(2049)))),
        call(
            "control character",
            client -> client.openTunnel(call -> call.description("two\nlines"))));
  }

  /** Each constraint on lists and tags, overstepped once. */
  static Stream<Named<Consumer<IoTSecureTunnelingClient>>> invalidListsAndTags() {
    return Stream.of(
        call("listed thing alphabet", client -> client.listTunnels(call -> call.thingName("a b"))),
        call("no results", client -> client.listTunnels(call -> call.maxResults(0))),
        call("many results", client -> client.listTunnels(call -> call.maxResults(101))),
        call("empty token", client -> client.listTunnels(call -> call.nextToken(""))),
        call("token alphabet", client -> client.listTunnels(call -> call.nextToken("a b"))),
        call("empty tag key", client -> client.openTunnel(call -> call.tags(tag("", "v")))),
        call(
            "long tag key",
            client -> client.openTunnel(call -> call.tags(tag("k".repeat(129), "v")))),
        call("tag key alphabet", client -> client.openTunnel(call -> call.tags(tag("k!", "v")))),
        call(
            "long tag value",
            client -> client.openTunnel(call -> call.tags(tag("k", "v".repeat(257))))),
        call("tag value alphabet", client -> client.openTunnel(call -> call.tags(tag("k", "v!")))),
        call(
            "no tag value",
            client -> client.openTunnel(call -> call.tags(Tag.builder().key("k").build()))),
        call("no tags", client -> client.tagResource(call -> call.resourceArn(NOBODYS_ARN))),
        call(
            "zero tags",
            client -> client.tagResource(call -> call.resourceArn(NOBODYS_ARN).tags(List.of()))),
        call("no tag keys", client -> client.untagResource(call -> call.resourceArn(NOBODYS_ARN))));
  }

  @ParameterizedTest
  @MethodSource({"invalidNames", "invalidTunnels", "invalidListsAndTags"})
  void whatTheModelForbidsIsRefused(Consumer<IoTSecureTunnelingClient> call) {
    var refused =
        catchThrowableOfType(IoTSecureTunnelingException.class, () -> call.accept(client));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(refused.awsErrorDetails().errorMessage()).hasSizeGreaterThan(20);
    assertThat(refused.requestId()).isNotBlank();
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    var opened =
        client.openTunnel(open ->
            open.description("d".repeat(2048))
                .tags(tag("k".repeat(128), "v".repeat(256)), tag("empty", ""))
                .timeoutConfig(to -> to.maxLifetimeTimeoutMinutes(1))
                .destinationConfig(
                    to -> to.thingName("t".repeat(128)).services("a:_-", "b", "s".repeat(128))));

    var tunnel = describe(opened.tunnelId());
    assertThat(tunnel.description()).hasSize(2048);
    assertThat(new HashSet<>(tunnel.tags())).hasSize(2);
    assertThat(tunnel.destinationConfig().services()).hasSize(3);
  }

  @Test
  void aPageTokenThatIsNotOursIsRefused() {
    var refused =
        catchThrowableOfType(
            IoTSecureTunnelingException.class,
            () -> client.listTunnels(list -> list.nextToken("c29tZXRoaW5nIGVsc2U")));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
  }

  @Test
  void aClosedTunnelCanNotBeRotated() {
    // Given
    var id = client.openTunnel(open -> {}).tunnelId();
    client.closeTunnel(close -> close.tunnelId(id));

    // Then
    assertThatThrownBy(
            () -> client.rotateTunnelAccessToken(call -> call.tunnelId(id).clientMode("ALL")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aFourthServiceIsOverTheLimit() {
    assertThatThrownBy(() -> ConnectedTunnel.open(client, List.of("A", "B", "C", "D")))
        .isInstanceOf(LimitExceededException.class);
  }
}
