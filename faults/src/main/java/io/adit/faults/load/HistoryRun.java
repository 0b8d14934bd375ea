package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.History;
import io.adit.faults.history.Recorder;
import io.adit.faults.history.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Clients at random on a server that is struck, and what their history is worth. */
public final class HistoryRun {
  private static final int TUNNELS_FOR_CLIENT = 2;
  private static final int TOKENS_TRIED_AGAIN = 500;

  private final Subject subject;
  private final RunOptions options;
  private final Recorder recorder = new Recorder();
  private final World world;
  private final Random random;

  public HistoryRun(Subject subject, RunOptions options) {
    this.subject = subject;
    this.options = options;
    this.random = new Random(options.seed());
    this.world = new World(random.nextLong());
  }

  /** Runs to the end; then the server is up, and nobody is connected to it. */
  public Outcome run() throws IOException {
    var transport = new Transport(subject.access());
    var handshakes = new Handshakes(transport, recorder, world);
    var strikes = new Strikes(subject, world, new Random(random.nextLong()), options);
    var over = new AtomicBoolean();
    try (var calls = new Calls(subject.access(), transport)) {
      List<Thread> clients = start(calls, handshakes, over::get);
      try {
        strikes.run(untilEnough(strikes));
      } finally {
        over.set(true);
        clients.forEach(HistoryRun::join);
        world.dropLinks();
      }
      lookAgain(client(calls, handshakes, random), handshakes);
    }
    world.dropLinks();
    return outcome(strikes, recorder.history());
  }

  private BooleanSupplier untilEnough(Strikes strikes) {
    long end = System.nanoTime() + options.length().toNanos();
    return options.killsOnly()
        ? () -> strikes.kills() >= options.kills()
        : () -> System.nanoTime() - end >= 0;
  }

  private List<Thread> start(Calls calls, Handshakes handshakes, BooleanSupplier isOver) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < options.clients(); i++) {
      var its = new Random(random.nextLong());
      var wanderer =
          new Wanderer(
              client(calls, handshakes, its),
              world,
              its,
              TUNNELS_FOR_CLIENT * options.clients(),
              isOver);
      clients.add(Thread.ofVirtual().start(wanderer));
    }
    var its = new Random(random.nextLong());
    var proxied =
        new ProxiedTunnels(client(calls, handshakes, its), subject.access(), recorder, world, its);
    clients.add(Thread.ofVirtual().start(() -> proxied.run(isOver)));
    return clients;
  }

  private Client client(Calls calls, Handshakes handshakes, Random its) {
    return new Client(calls, handshakes, recorder, world, its);
  }

  /** When all is quiet: what became of every tunnel, and whether any token is good again. */
  private void lookAgain(Client client, Handshakes handshakes) {
    world.all().forEach(client::describe);
    record Old(Known tunnel, Token token) {}
    List<Old> tokens = new ArrayList<>();
    for (Known tunnel : world.all()) {
      tunnel.tokens().forEach(token -> tokens.add(new Old(tunnel, token)));
    }
    Collections.shuffle(tokens, random);
    tokens.stream()
        .limit(TOKENS_TRIED_AGAIN)
        .forEach(old -> handshakes.make(old.tunnel(), old.token(), old.token().clientToken()));
  }

  private Outcome outcome(Strikes strikes, History history) {
    return new Outcome(
        options.seed(),
        strikes.kills(),
        strikes.pauses(),
        strikes.drops(),
        history.count(Event.Call.class) - history.unanswered(),
        history.unanswered(),
        history.admitted(),
        history.refused(),
        history.receivedBytes(),
        world.bytesThroughProxies(),
        Rules.violations(history));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
