package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.Race;
import io.adit.server.tunnel.Admission.Admitted;
import io.adit.server.tunnel.Admission.Refused;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRaceTest {
  private static final int RUNNERS = 100;

  @TempDir Path folder;
  private RegistryFixture fixture;

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @RepeatedTest(5)
  void ofAHundredHandshakesWithOneTokenOneWins() throws Exception {
    OpenedTunnel opened = fixture.open();

    List<Admission> answers = Race.of(RUNNERS, i -> () -> admit(opened.source(), null));

    assertThat(answers).filteredOn(Admitted.class::isInstance).hasSize(1);
    assertThat(refusals(answers)).hasSize(RUNNERS - 1).containsOnly(Refusal.SPENT);
  }

  @RepeatedTest(5)
  void ofAHundredClientTokensOneIsBound() throws Exception {
    OpenedTunnel opened = fixture.open();

    List<Admission> answers =
        Race.of(RUNNERS, i -> () -> admit(opened.source(), ClientToken.mint()));

    assertThat(answers).filteredOn(Admitted.class::isInstance).hasSize(1);
    assertThat(refusals(answers)).hasSize(RUNNERS - 1).containsOnly(Refusal.CLIENT_TOKEN_DIFFERS);
  }

  @Test
  void aHundredHandshakesWithTheSamePairAllWin() throws Exception {
    OpenedTunnel opened = fixture.open();
    ClientToken clientToken = ClientToken.mint();

    List<Admission> answers = Race.of(RUNNERS, i -> () -> admit(opened.source(), clientToken));

    assertThat(answers).hasSize(RUNNERS).allMatch(Admitted.class::isInstance);
  }

  @RepeatedTest(3)
  void ofAHundredTokensOneGetsTheClientToken() throws Exception {
    List<OpenedTunnel> tunnels = Stream.generate(() -> fixture.open()).limit(RUNNERS).toList();
    ClientToken clientToken = ClientToken.mint();

    List<Admission> answers =
        Race.of(RUNNERS, i -> () -> admit(tunnels.get(i).source(), clientToken));

    assertThat(answers).filteredOn(Admitted.class::isInstance).hasSize(1);
    assertThat(refusals(answers)).hasSize(RUNNERS - 1).containsOnly(Refusal.CLIENT_TOKEN_TAKEN);
  }

  @Test
  void noTokenIsAdmittedAfterItsRotationReturned() throws Exception {
    String id = fixture.open().tunnel().tunnelId();

    List<Admission> answers =
        Race.of(
            RUNNERS,
            i ->
                () -> {
                  AccessToken mine = rotateSource(id);
                  rotateSource(id);
                  return admit(mine, null);
                });

    assertThat(refusals(answers)).hasSize(RUNNERS).containsOnly(Refusal.REVOKED);
  }

  @Test
  void racingRotationsLeaveOneGoodTokenAndTellOfItLast() throws Exception {
    Queue<AccessToken> told = new ConcurrentLinkedQueue<>();
    fixture.registry().addListener(collectSources(told));
    String id = fixture.open().tunnel().tunnelId();

    List<AccessToken> tokens = Race.of(RUNNERS, i -> () -> rotateSource(id));

    List<AccessToken> good =
        tokens.stream().filter(token -> admit(token, null) instanceof Admitted).toList();
    assertThat(told).hasSize(RUNNERS).last().isEqualTo(good.getFirst());
    assertThat(good).hasSize(1);
  }

  private static TunnelListener collectSources(Queue<AccessToken> told) {
    return new TunnelListener() {
      @Override
      public void onRotated(
          RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
        told.add(Objects.requireNonNull(rotated.source()));
      }
    };
  }

  private AccessToken rotateSource(String id) {
    return Objects.requireNonNull(fixture.registry().rotate(id, ClientMode.SOURCE, null).source());
  }

  private Admission admit(AccessToken token, @Nullable ClientToken clientToken) {
    return fixture.registry().admit(Side.SOURCE, token, clientToken);
  }

  private static List<Refusal> refusals(List<Admission> answers) {
    return answers.stream()
        .filter(Refused.class::isInstance)
        .map(answer -> ((Refused) answer).refusal())
        .toList();
  }
}
