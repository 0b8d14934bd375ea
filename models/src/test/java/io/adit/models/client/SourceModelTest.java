package io.adit.models.client;

import static io.adit.models.client.ClientVersion.LOCALPROXY_1_1_0;
import static io.adit.models.client.ClientVersion.LOCALPROXY_2_3_1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_1_2;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1_TOLD_V1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1_TOLD_V2;
import static io.adit.models.client.Told.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import io.adit.wire.WireLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What official clients were seen to do in source mode. */
class SourceModelTest {

  @Test
  void itsFirstConnectionStartsAStreamAndEveryFurtherOneAConnectionInIt() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");

    source.client.open("SSH").orElseThrow().close();
    source.client.open("SSH");

    assertThat(source.says())
        .containsExactly(
            new Message.StreamStart(1, "SSH", 1),
            new Message.ConnectionReset(1, "SSH", 1),
            new Message.ConnectionStart(1, "SSH", 2));
  }

  @Test
  void afterAStreamResetItStartsTheNextStreamAndGoesOnCountingConnections() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    source.client.open("SSH");

    source.hears(new Message.StreamReset(1, "SSH", 1)).says();
    source.client.open("SSH");

    assertThat(source.says()).containsExactly(new Message.StreamStart(2, "SSH", 2));
  }

  @Test
  void itCutsWhatAnApplicationSendsAtTheLargestPayload() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();
    source.says();

    app.send(WireLimits.MAX_PAYLOAD_BYTES + 1);

    assertThat(source.says())
        .extracting(message -> ((Message.Data) message).payload().remaining())
        .containsExactly(WireLimits.MAX_PAYLOAD_BYTES, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_3_1_2", "LOCALPROXY_3_3_1"})
  void aStreamResetLeavesItDeafUntilItsNextLocalConnection(ClientVersion version) {
    var source = Told.source(version, "SSH");
    source.client.open("SSH");

    source.hears(new Message.StreamReset(1, "SSH", 1));

    assertThat(source.client.isReading()).isFalse();
    source.client.open("SSH");
    assertThat(source.client.isReading()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_1_1_0", "LOCALPROXY_2_3_1"})
  void oneOfOldGoesOnReadingAfterAStreamReset(ClientVersion version) {
    var source = Told.source(version, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.hears(new Message.StreamReset(1, version == LOCALPROXY_1_1_0 ? "" : "SSH", 0));

    assertThat(app.isOpen()).isFalse();
    assertThat(source.client.isReading()).isTrue();
    assertThat(source.client.harm()).isEmpty();
  }

  @Test
  void aConnectionResetEndsOneConnectionAndIsEchoed() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp first = source.client.open("SSH").orElseThrow();
    ModelApp second = source.client.open("SSH").orElseThrow();
    source.says();

    source.hears(new Message.ConnectionReset(1, "SSH", 1));

    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
    assertThat(source.client.isReading()).isTrue();
    assertThat(source.says()).containsExactly(new Message.ConnectionReset(1, "SSH", 1));
  }

  @Test
  void dataOfAnotherStreamServiceOrConnectionIsDroppedQuietly() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH", "HTTP");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.hears(data(2, "SSH", 1, 1), data(1, "HTTP", 1, 1), data(1, "SSH", 2, 1));

    assertThat(app.traffic().receivedBytes()).isZero();
    assertThat(source.client.harm()).isEmpty();
  }

  @Test
  void toldV1ItNamesNeitherServiceNorConnection() {
    var source = Told.source(LOCALPROXY_3_3_1_TOLD_V1, "SSH");

    source.client.open("SSH").orElseThrow().close();

    assertThat(source.says())
        .containsExactly(new Message.StreamStart(1, "", 0), new Message.StreamReset(1, "", 0));
    assertThat(source.client.version().subprotocol().wireName()).endsWith("-3.0");
  }

  @Test
  void toldV2ItNamesTheServiceAndNoConnection() {
    var source = Told.source(LOCALPROXY_3_3_1_TOLD_V2, "SSH");

    source.client.open("SSH");

    assertThat(source.says()).containsExactly(new Message.StreamStart(1, "SSH", 0));
  }

  @Test
  void toldToBeOlderASecondConnectionAtOnceEndsBoth() {
    var source = Told.source(LOCALPROXY_3_3_1_TOLD_V1, "SSH");
    ModelApp first = source.client.open("SSH").orElseThrow();
    ModelApp second = source.client.open("SSH").orElseThrow();

    assertThat(List.of(first.isOpen(), second.isOpen())).containsExactly(false, false);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_1_1_0", "LOCALPROXY_2_3_1"})
  void oneOfOldDoesNotAcceptASecondConnectionUntilTheFirstEnds(ClientVersion version) {
    var source = Told.source(version, "SSH");
    ModelApp first = source.client.open("SSH").orElseThrow();

    assertThat(source.client.open("SSH")).isEmpty();
    assertThat(first.isOpen()).isTrue();
    first.close();
    assertThat(source.client.open("SSH")).isPresent();
  }

  @Test
  void aMessageWithoutConnectionIdMakesItV2ForTheRestOfTheLink() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.hears(data(1, "SSH", 0, 5)).says();
    app.close();

    assertThat(app.traffic().receivedBytes()).isZero();
    assertThat(source.says()).containsExactly(new Message.StreamReset(1, "SSH", 1));
  }

  @Test
  void aConnectionStartAbortsIt() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");

    source.hears(new Message.ConnectionStart(1, "SSH", 1));

    assertThat(source.client.fate()).isEqualTo(new Fate.Exited(134));
  }

  @Test
  void aStreamStartWithAnotherIdMakesItDropItsConnections() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.hears(new Message.StreamStart(7, "SSH", 1));

    assertThat(app.isOpen()).isFalse();
    assertThat(source.client.harm()).hasSize(1);
  }

  @Test
  void serviceIdsOnceMoreMakeItDropItsConnections() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.hears(new Message.ServiceIds(List.of("SSH")));

    assertThat(app.isOpen()).isFalse();
    assertThat(source.client.harm()).hasSize(1);
  }

  @Test
  void anActive110DiesOfServiceIds() {
    var source = Told.source(LOCALPROXY_1_1_0, "SSH");
    source.client.open("SSH");

    source.hears(new Message.ServiceIds(List.of("SSH")));

    assertThat(source.client.fate()).isEqualTo(new Fate.Exited(1));
  }

  @Test
  void anotherSetOfServicesThanItServesIsFatal() {
    var source = Told.unlisted(LOCALPROXY_3_3_1, "SSH");

    source.hears(new Message.ServiceIds(List.of("SSH", "HTTP")));

    assertThat(source.client.fate()).isEqualTo(new Fate.Exited(1));
  }

  @Test
  void startedWithoutANameItTakesTheNameOfTheOnlyService() {
    var source = Told.unlisted(LOCALPROXY_3_3_1);
    source.hears(new Message.ServiceIds(List.of("SSH")));

    source.client.open("SSH");

    assertThat(source.says()).containsExactly(new Message.StreamStart(1, "SSH", 1));
  }

  @Test
  void itWaitsForServiceIdsAnd110DoesNot() {
    assertThat(Told.unlisted(LOCALPROXY_3_1_2, "SSH").client.open("SSH")).isEmpty();
    assertThat(Told.unlisted(LOCALPROXY_2_3_1, "SSH").client.open("SSH")).isEmpty();
    assertThat(Told.unlisted(LOCALPROXY_1_1_0, "SSH").client.open("SSH")).isPresent();
  }
}
