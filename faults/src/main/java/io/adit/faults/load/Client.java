package io.adit.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.faults.history.Span;
import io.adit.wire.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one of many clients may do; each move is taken down with its answer. */
final class Client {
  private final Calls calls;
  private final Handshakes handshakes;
  private final Recorder recorder;
  private final World world;
  private final Random random;

  Client(Calls calls, Handshakes handshakes, Recorder recorder, World world, Random random) {
    this.calls = calls;
    this.handshakes = handshakes;
    this.recorder = recorder;
    this.world = world;
    this.random = random;
  }

  void open() {
    Known opened = opened();
    if (opened != null) {
      world.add(opened);
    }
  }

  /** One that no other client knows; null where that was not answered. */
  @Nullable Known openApart() {
    Known opened = opened();
    if (opened != null) {
      world.addApart(opened);
    }
    return opened;
  }

  private @Nullable Known opened() {
    long from = System.nanoTime();
    ObjectNode input = Calls.input();
    input.putObject("destinationConfig").putArray("services").add(Link.SERVICE);
    Calls.Answer answer = call("OpenTunnel", input);
    if (answer == null || !answer.isDone()) {
      return null;
    }
    String id = answer.json().path("tunnelId").asText();
    List<Token> tokens = tokens(answer.json());
    recorder.add(new Event.Opened(answered(from), id, named(tokens)));
    return new Known(id, answer.json().path("tunnelArn").asText(), tokens);
  }

  void rotate(Known tunnel) {
    Set<Side> sides =
        random.nextInt(3) == 0
            ? EnumSet.allOf(Side.class)
            : EnumSet.of(random.nextBoolean() ? Side.SOURCE : Side.DESTINATION);
    String mode = sides.size() == 2 ? "ALL" : sides.iterator().next().name();
    long from = System.nanoTime();
    Calls.Answer answer = call("RotateTunnelAccessToken", ofTunnel(tunnel).put("clientMode", mode));
    if (answer == null) {
      recorder.add(new Event.Rotated(Span.unanswered(from), tunnel.id(), sides, Map.of()));
    } else if (answer.isDone()) {
      List<Token> tokens = tokens(answer.json());
      recorder.add(new Event.Rotated(answered(from), tunnel.id(), sides, named(tokens)));
      tunnel.replace(tokens);
    }
  }

  void close(Known tunnel) {
    boolean delete = random.nextBoolean();
    long from = System.nanoTime();
    Calls.Answer answer = call("CloseTunnel", ofTunnel(tunnel).put("delete", delete));
    if (answer == null || answer.isDone()) {
      Span span = answer == null ? Span.unanswered(from) : answered(from);
      recorder.add(new Event.Closed(span, tunnel.id(), delete));
    }
    world.forget(tunnel);
  }

  /** One at a time for each tunnel, so that its numbers grow. */
  void tag(Known tunnel) {
    synchronized (tunnel) {
      long value = tunnel.nextTag();
      ObjectNode input = Calls.input().put("resourceArn", tunnel.arn());
      input.putArray("tags").addObject().put("key", "number").put("value", "" + value);
      long from = System.nanoTime();
      Calls.Answer answer = call("TagResource", input);
      if (answer == null || answer.isDone()) {
        Span span = answer == null ? Span.unanswered(from) : answered(from);
        recorder.add(new Event.Tagged(span, tunnel.id(), value));
      }
    }
  }

  void describe(Known tunnel) {
    long from = System.nanoTime();
    Calls.Answer answer = call("DescribeTunnel", ofTunnel(tunnel));
    if (answer == null || !(answer.isDone() || answer.isMissing())) {
      return;
    }
    JsonNode seen = answer.json().path("tunnel");
    Event.Look look =
        answer.isMissing() ? Event.Look.MISSING : Event.Look.valueOf(seen.path("status").asText());
    long tag = seen.path("tags").path(0).path("value").asLong(0);
    recorder.add(new Event.Described(answered(from), tunnel.id(), look, tag));
  }

  /** As its bearer does; now and then several at once, of whom one may be let in. */
  void connect(Known tunnel, Side side) {
    Token token = tunnel.token(side);
    int racers = random.nextInt(5) == 0 ? 4 : 1;
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < racers; i++) {
      others.add(
          Thread.ofVirtual().start(() -> handshakes.make(tunnel, token, token.clientToken())));
    }
    Event.Answer answer = handshakes.make(tunnel, token, token.clientToken());
    others.forEach(Client::join);
    if (answer instanceof Event.Refused && racers == 1) {
      rotate(tunnel);
    }
  }

  /** With a token that was replaced, or as another bearer of one that was used. */
  void steal(Known tunnel) {
    Token former = tunnel.former(random);
    if (former != null) {
      handshakes.make(tunnel, former, former.clientToken());
    } else {
      Token token = tunnel.token(Side.SOURCE);
      handshakes.make(tunnel, token, Token.ClientToken.mint(world.nextName()));
    }
  }

  /** The network goes, or the client is done. */
  void end(Known tunnel) {
    for (Link link : tunnel.links()) {
      if (random.nextBoolean()) {
        link.end();
      } else {
        link.close();
      }
    }
  }

  /** No answer, and nobody knows whether it was done: null. */
  private Calls.@Nullable Answer call(String operation, ObjectNode input) {
    try {
      return calls.call(operation, input);
    } catch (IOException e) {
      return null;
    }
  }

  private static ObjectNode ofTunnel(Known tunnel) {
    return Calls.input().put("tunnelId", tunnel.id());
  }

  private static Span answered(long from) {
    return new Span(from, System.nanoTime());
  }

  private List<Token> tokens(JsonNode answer) {
    Map<Side, String> secrets = new HashMap<>();
    for (Side side : Side.values()) {
      String secret = answer.path(side.mode() + "AccessToken").asText("");
      if (!secret.isEmpty()) {
        secrets.put(side, secret);
      }
    }
    return secrets.entrySet().stream()
        .map(each ->
            new Token(
                each.getKey().mode() + " token " + world.nextName(),
                each.getKey(),
                each.getValue(),
                random.nextBoolean() ? Token.ClientToken.mint(world.nextName()) : null))
        .toList();
  }

  private static Map<Side, String> named(List<Token> tokens) {
    return tokens.stream().collect(Collectors.toMap(Token::side, Token::name));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
