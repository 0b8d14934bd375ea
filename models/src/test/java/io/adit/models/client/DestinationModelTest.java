package io.adit.models.client;

import static io.adit.models.client.ClientVersion.LOCALPROXY_1_1_0;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_1_2;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1_TOLD_V1;
import static io.adit.models.client.Told.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What official clients were seen to do in destination mode. */
class DestinationModelTest {

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_2_3_1", "LOCALPROXY_3_1_2", "LOCALPROXY_3_3_1"})
  void aStartWithAnotherIdWhileActiveEndsTheOldOneAndIsSwallowed(ClientVersion version) {
    var destination = Told.destination(version, "SSH");
    destination.hears(start(1, version));
    ModelApp old = destination.lastApp();

    destination.hears(start(2, version));

    assertThat(old.isOpen()).isFalse();
    assertThat(destination.client.apps()).hasSize(1);
    destination.hears(start(2, version));
    assertThat(destination.client.apps()).hasSize(2);
  }

  private static Message start(int streamId, ClientVersion version) {
    return new Message.StreamStart(streamId, "SSH", version.manyConnections() ? 1 : 0);
  }

  @Test
  void aStartWithTheSameIdWhileActiveIsIgnoredAndDataFlowsIntoTheOldConnection() {
    var destination = Told.destination(LOCALPROXY_3_3_1, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 1));

    destination.hears(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, 5));

    assertThat(destination.client.apps()).hasSize(1);
    assertThat(destination.lastApp().traffic().receivedBytes()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_2_3_1", "LOCALPROXY_3_1_2", "LOCALPROXY_3_3_1"})
  void aStreamResetWithTheCurrentIdMakesTheNextStartWork(ClientVersion version) {
    var destination = Told.destination(version, "SSH");

    destination.hears(start(1, version), new Message.StreamReset(1, "SSH", 1));

    assertThat(destination.lastApp().isOpen()).isFalse();
    destination.hears(start(1, version));
    assertThat(destination.lastApp().isOpen()).isTrue();
  }

  @Test
  void aStreamResetWithAnotherIdIsDropped() {
    var destination = Told.destination(LOCALPROXY_3_3_1, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 1));

    destination.hears(new Message.StreamReset(2, "SSH", 1));

    assertThat(destination.lastApp().isOpen()).isTrue();
  }

  @Test
  void aConnectionStartCountsForAFreshOneSince32() {
    var fresh = Told.destination(LOCALPROXY_3_3_1, "SSH");
    var older = Told.destination(LOCALPROXY_3_1_2, "SSH");

    fresh.hears(new Message.ConnectionStart(4, "SSH", 9));
    older.hears(new Message.ConnectionStart(4, "SSH", 9));

    assertThat(fresh.client.apps()).hasSize(1);
    assertThat(older.client.apps()).isEmpty();
  }

  @Test
  void aStreamResetOfItsOwnEndsAllConnectionsAndCarriesAStaleConnectionId() {
    var destination = Told.destination(LOCALPROXY_3_3_1, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 1));
    destination.hears(new Message.ConnectionStart(1, "SSH", 2));
    destination.client.apps().getFirst().send(1);
    destination.says();

    destination.client.failToConnect("SSH");

    assertThat(destination.client.openApps()).isEmpty();
    assertThat(destination.says()).containsExactly(new Message.StreamReset(1, "SSH", 1));
  }

  @Test
  void toldV1ItEndsItsStreamWhereOthersEndAConnection() {
    var destination = Told.destination(LOCALPROXY_3_3_1_TOLD_V1, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 0));

    destination.lastApp().close();

    assertThat(destination.says()).containsExactly(new Message.StreamReset(1, "", 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_1_1_0", "LOCALPROXY_2_3_1"})
  void typesSixAndSevenEndOneOfOld(ClientVersion version) {
    for (Message type :
        List.of(
            new Message.ConnectionStart(1, "SSH", 1), new Message.ConnectionReset(1, "SSH", 1))) {
      var destination = Told.destination(version, "SSH");

      destination.hears(type);

      assertThat(destination.client.fate()).isEqualTo(new Fate.Exited(1));
    }
  }

  @Test
  void whatComesBeforeServiceIdsIsDroppedOrEndsItsLink() {
    assertThat(firstMessage(new Message.SessionReset())).isEqualTo(new Fate.DeafForEver());
    assertThat(firstMessage(new Message.ConnectionReset(1, "SSH", 1)))
        .isEqualTo(new Fate.DeafForEver());
    assertThat(firstMessage(new Message.StreamStart(1, "SSH", 1)))
        .isEqualTo(new Fate.Reconnecting());
    assertThat(firstMessage(data(1, "SSH", 1, 1))).isEqualTo(new Fate.Running());
    assertThat(firstMessage(new Message.StreamReset(1, "SSH", 1))).isEqualTo(new Fate.Running());
  }

  /** The fate of one that is told this before SERVICE_IDS. */
  private static Fate firstMessage(Message message) {
    return Told.unlisted(LOCALPROXY_3_3_1, "SSH").hears(message).client.fate();
  }

  @Test
  void whatIsForNoServiceThatItKnowsIsDroppedOrEndsItsLink() {
    assertThat(afterwards(new Message.StreamStart(1, "", 1))).isEqualTo(new Fate.Reconnecting());
    assertThat(afterwards(new Message.ConnectionStart(1, "HTTP", 1)))
        .isEqualTo(new Fate.DeafForEver());
    assertThat(afterwards(new Message.ConnectionReset(1, "", 1))).isEqualTo(new Fate.DeafForEver());
    assertThat(afterwards(data(1, "", 1, 1))).isEqualTo(new Fate.Running());
    assertThat(afterwards(new Message.StreamReset(1, "HTTP", 1))).isEqualTo(new Fate.Running());
  }

  @Test
  void aTypeThatItDoesNotKnowEndsItUnlessItIsIgnorable() {
    assertThat(afterwards(new Message.Unknown(0, false))).isEqualTo(new Fate.Reconnecting());
    assertThat(afterwards(new Message.Unknown(99, false))).isEqualTo(new Fate.Exited(1));
    assertThat(afterwards(new Message.Unknown(99, true))).isEqualTo(new Fate.Running());
  }

  /** The fate of one that has started a stream of SSH. */
  private static Fate afterwards(Message message) {
    var destination = Told.destination(LOCALPROXY_3_3_1, "SSH");
    return destination.hears(new Message.StreamStart(1, "SSH", 1), message).client.fate();
  }

  @Test
  void aSessionResetMakesOneWithNamedServicesDeafForEver() {
    assertThat(afterwards(new Message.SessionReset())).isEqualTo(new Fate.DeafForEver());
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_1_1_0", "LOCALPROXY_2_3_1"})
  void aSessionResetEndsTheConnectionsOfOneOfOld(ClientVersion version) {
    var destination = Told.destination(version, "SSH");
    destination.hears(new Message.StreamStart(1, version == LOCALPROXY_1_1_0 ? "" : "SSH", 0));

    destination.hears(new Message.SessionReset());

    assertThat(destination.lastApp().isOpen()).isFalse();
    assertThat(destination.client.fate()).isEqualTo(new Fate.Running());
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_3_1_2", "LOCALPROXY_3_3_1"})
  void oneSince30EndsWhenItsApplicationTakesLessThanComes(ClientVersion version) {
    var destination = Told.destination(version, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 1));
    destination.lastApp().becomeSlow();

    destination.hears(data(1, "SSH", 1, 64_000), data(1, "SSH", 1, 64_000));
    assertThat(destination.client.fate()).isEqualTo(new Fate.Running());
    destination.hears(data(1, "SSH", 1, 64_000));

    assertThat(destination.client.fate()).isEqualTo(new Fate.Exited(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCALPROXY_1_1_0", "LOCALPROXY_2_3_1"})
  void oneOfOldStopsReadingInstead(ClientVersion version) {
    var destination = Told.destination(version, "SSH");
    String service = version == LOCALPROXY_1_1_0 ? "" : "SSH";
    destination.hears(new Message.StreamStart(1, service, 0));
    destination.lastApp().becomeSlow();

    destination.hears(
        data(1, service, 0, 64_000), data(1, service, 0, 64_000), data(1, service, 0, 64_000));

    assertThat(destination.client.isReading()).isFalse();
    destination.lastApp().read(100_000);
    assertThat(destination.client.isReading()).isTrue();
  }

  @Test
  void aConnectionResetComesBehindWhatWaitsForTheApplication() {
    var destination = Told.destination(LOCALPROXY_3_3_1, "SSH");
    destination.hears(new Message.StreamStart(1, "SSH", 1));
    destination.lastApp().becomeSlow();

    destination.hears(data(1, "SSH", 1, 1_000), new Message.ConnectionReset(1, "SSH", 1));

    assertThat(destination.lastApp().isOpen()).isFalse();
    assertThat(destination.lastApp().traffic().receivedBytes()).isEqualTo(1_000);
  }
}
