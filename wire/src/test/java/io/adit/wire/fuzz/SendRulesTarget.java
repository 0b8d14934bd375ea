package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.FuzzTarget;
import io.adit.wire.Message;
import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any sequence of messages against the rules as docs/protocol.md has them, "Send rules". The first
 * byte of an input is the {@link LinkSetting}; then each two bytes are a message, of few ids and
 * names, so that they meet.
 */
final class SendRulesTarget implements FuzzTarget {
  private static final int[] STREAM_IDS = {1, 1, 1, 2, -1, Integer.MIN_VALUE, 1, 0};
  private static final int[] CONNECTION_IDS = {1, 2, 0, 0xffffffff};
  private static final List<String> NAMES = List.of("SSH", "", "HTTP", "none of them");

  @Override
  public String name() {
    return "send-rules";
  }

  @Override
  public String run(byte[] input) {
    LinkSetting setting = LinkSetting.of(input.length == 0 ? 0 : input[0]);
    Judge judge = new Judge(setting);
    SendRules rules = setting.rules();
    for (int at = 1; at + 1 < input.length; at += 2) {
      int what = input[at] & 0xff;
      int ids = input[at + 1] & 0xff;
      if (what % 16 == 15) {
        String name = NAMES.get(ids & 3);
        judge.started.add(name);
        rules.onStarted(name);
      } else {
        Message message = message(what, ids);
        WireViolation violation = violation(rules, message);
        assertThat(violation == null)
            .as("%s after %s", message, judge)
            .isEqualTo(judge.lets(message));
        if (violation != null) {
          return Ends.of(violation);
        }
        judge.sent.add(message);
      }
    }
    return judge.sent.isEmpty() ? "nothing whole" : Ends.ACCEPTED;
  }

  private static Message message(int what, int ids) {
    int streamId = STREAM_IDS[ids >> 5];
    int connectionId = CONNECTION_IDS[ids >> 2 & 3];
    String name = NAMES.get(ids & 3);
    return switch (what % 16) {
      case 0 -> new Message.StreamReset(streamId, name, connectionId);
      case 1 -> new Message.ConnectionReset(streamId, name, connectionId);
      case 2, 3 -> new Message.ConnectionStart(streamId, name, connectionId);
      case 4, 5, 6 -> new Message.StreamStart(streamId, name, connectionId);
      case 7 ->
          what > 200
              ? new Message.Delivered(streamId, name, connectionId, ids)
              : new Message.SessionReset();
      case 8 -> new Message.ServiceIds(NAMES.subList(0, ids & 3));
      case 9 -> new Message.Unknown(ids - 100, what > 100);
      case 10 -> new Message.Unknown(what > 200 ? 0 : 8, ids > 100);
      default -> new Message.Data(streamId, name, connectionId, payload(what >> 4));
    };
  }

  private static ByteBuffer payload(int sixteenth) {
    return ByteBuffer.allocate(
        switch (sixteenth) {
          case 15 -> WireLimits.MAX_PAYLOAD_BYTES + 1;
          case 14 -> WireLimits.MAX_PAYLOAD_BYTES;
          default -> sixteenth;
        });
  }

  private static @Nullable WireViolation violation(SendRules rules, Message message) {
    try {
      rules.check(message);
      return null;
    } catch (WireViolation violation) {
      assertThat(violation.kind()).isEqualTo(WireViolation.Kind.ILLEGAL_MESSAGE);
      return violation;
    }
  }

  /** The rules in the words of the table, over all that was sent before. */
  private static final class Judge {
    private final LinkSetting setting;
    private final List<Message> sent = new ArrayList<>();
    private final List<String> started = new ArrayList<>();

    Judge(LinkSetting setting) {
      this.setting = setting;
    }

    boolean lets(Message message) {
      return switch (message) {
        case Message.ServiceIds _, Message.SessionReset _ -> false;
        case Message.Delivered _ -> true;
        case Message.Unknown unknown -> unknown.type() != 0 && unknown.ignorable();
        case Message.StreamStart start -> isSource() && namesRightly(start);
        case Message.StreamReset reset -> namesRightly(reset);
        case Message.ConnectionReset reset -> hasConnections() && namesRightly(reset);
        case Message.ConnectionStart start ->
            isSource()
                && hasConnections()
                && start.connectionId() != 0
                && namesRightly(start)
                && wasStarted(start);
        case Message.Data data ->
            data.payload().remaining() <= 64_512 && namesRightly(data) && wasStarted(data);
      };
    }

    private boolean isSource() {
      return setting.sender() == Side.SOURCE;
    }

    private boolean hasConnections() {
      return setting.subprotocol() == Subprotocol.V3;
    }

    private boolean namesRightly(Message.OfStream message) {
      if (message.streamId() == 0) {
        return false;
      }
      if (message.serviceId().isEmpty()) {
        return setting.services().size() < 2;
      }
      return setting.services().contains(message.serviceId())
          && !(isSource() && (startedAs("") || started.contains("")));
    }

    private boolean wasStarted(Message.OfStream message) {
      return started.contains(message.serviceId()) || startedAs(message.serviceId());
    }

    private boolean startedAs(String name) {
      return sent.stream()
          .anyMatch(
              each -> each instanceof Message.StreamStart start && start.serviceId().equals(name));
    }

    @Override
    public String toString() {
      return setting + " " + sent + ", started " + started;
    }
  }
}
