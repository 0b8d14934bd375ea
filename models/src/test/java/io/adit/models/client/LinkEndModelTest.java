package io.adit.models.client;

import static io.adit.models.client.ClientVersion.ADIT;
import static io.adit.models.client.ClientVersion.LOCALPROXY_2_3_1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What official clients were seen to make of pings, pongs, and the ends of a link. */
class LinkEndModelTest {

  @Test
  void aCloseFrameAfterServiceIdsEndsItWell() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.client.hearClose();

    assertThat(source.client.fate()).isEqualTo(new Fate.Exited(0));
    assertThat(app.isOpen()).isFalse();
    assertThat(source.client.harm()).isEmpty();
  }

  @Test
  void aCloseFrameBeforeServiceIdsAbortsIt() {
    var source = Told.unlisted(LOCALPROXY_3_3_1, "SSH");

    source.client.hearClose();

    assertThat(source.client.fate()).isEqualTo(new Fate.Exited(134));
    assertThat(source.client.harm()).hasSize(1);
  }

  @Test
  void aCloseFrameEndsOneOfOldWhileItIsActive() {
    var active = Told.source(LOCALPROXY_2_3_1, "SSH");
    var idle = Told.source(LOCALPROXY_2_3_1, "SSH");
    active.client.open("SSH");

    active.client.hearClose();
    idle.client.hearClose();

    assertThat(active.client.fate()).isEqualTo(new Fate.Exited(0));
    assertThat(idle.client.fate()).isNotInstanceOf(Fate.Exited.class);
  }

  @Test
  void theEndOfTheConnectionMakesItComeBackWithoutItsLocalConnections() {
    var source = Told.source(LOCALPROXY_3_3_1, "SSH");
    ModelApp app = source.client.open("SSH").orElseThrow();

    source.client.hearEnd();

    assertThat(source.client.fate()).isEqualTo(new Fate.Reconnecting());
    assertThat(app.isOpen()).isFalse();
  }

  @Test
  void aPongThatIsNoNumberIsFatal() {
    var empty = Told.source(LOCALPROXY_3_3_1, "SSH");
    var time = Told.source(LOCALPROXY_3_3_1, "SSH");

    empty.client.hearPong("");
    time.client.hearPong("1764000000000");

    assertThat(empty.client.fate()).isEqualTo(new Fate.Exited(1));
    assertThat(time.client.fate()).isEqualTo(new Fate.Running());
  }

  @Test
  void itAnswersAPingTwice() {
    assertThat(Told.source(LOCALPROXY_3_3_1, "SSH").client.pongsForAPing()).isEqualTo(2);
    assertThat(Told.source(LOCALPROXY_2_3_1, "SSH").client.pongsForAPing()).isEqualTo(2);
    assertThat(Told.source(ADIT, "SSH").client.pongsForAPing()).isEqualTo(1);
  }
}
