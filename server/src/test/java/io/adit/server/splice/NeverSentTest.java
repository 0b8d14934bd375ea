package io.adit.server.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.client.ClientVersion;
import io.adit.models.story.PureRelay;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that some client does not survive, in random lives of every pair of clients. */
class NeverSentTest {
  private static final int LIVES = 20;
  private static final int STEPS = 400;

  @ParameterizedTest(name = "{0} to {1}, services {2}")
  @MethodSource("io.adit.server.splice.AnyInterleavingTest#pairsAndServices")
  void noClientIsSentWhatItsVersionDoesNotSurvive(
      ClientVersion source, ClientVersion destination, List<String> services) {
    List<Message> toSource = new ArrayList<>();
    List<Message> toDestination = new ArrayList<>();
    for (long seed = 0; seed < LIVES; seed++) {
      var chaos =
          new Chaos(
              seed,
              services,
              List.of(source),
              List.of(destination),
              relay -> listening(relay, toSource, toDestination));
      chaos.live(STEPS);
      chaos.comeToRest();
    }

    assertSurvivable(source, toSource);
    assertSurvivable(destination, toDestination);
    // Else there was nothing to see.
    assertThat(toDestination).hasAtLeastOneElementOfType(Message.StreamStart.class);
  }

  private static PureRelay listening(
      PureRelay relay, List<Message> toSource, List<Message> toDestination) {
    return (side, subprotocol, toLink) -> {
      List<Message> heard = side == Side.SOURCE ? toSource : toDestination;
      return relay.attach(
          side,
          subprotocol,
          message -> {
            heard.add(message);
            toLink.accept(message);
          });
    };
  }

  private static void assertSurvivable(ClientVersion client, List<Message> heard) {
    assertThat(heard)
        .as("what %s was sent", client)
        .doesNotHaveAnyElementsOfTypes(Message.SessionReset.class, Message.Unknown.class);
    if (client.isBefore3()) {
      assertThat(heard)
          .as("what %s was sent", client)
          .doesNotHaveAnyElementsOfTypes(
              Message.ConnectionStart.class, Message.ConnectionReset.class);
    }
    if (!client.subprotocol().announcesServices()) {
      assertThat(heard)
          .as("what %s was sent", client)
          .doesNotHaveAnyElementsOfTypes(Message.ServiceIds.class);
    }
  }
}
