package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.faults.history.Span;
import io.adit.wire.Side;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client whose tunnels have Adit's own proxies at their ends, in processes of their own, through
 * which applications talk; one tunnel after the other. What the proxies must not do is in the same
 * rules: no byte in the wrong place, none that was sent after the end, no good token given up.
 */
final class ProxiedTunnels {
  private static final long SHORTEST_MILLIS = 4_000;
  private static final long LONGEST_MILLIS = 12_000;
  private static final long AFTER_THE_END_MILLIS = 500;
  private static final long LOOK_MILLIS = 50;

  private final Client client;
  private final Access access;
  private final Recorder recorder;
  private final World world;
  private final Random random;

  ProxiedTunnels(Client client, Access access, Recorder recorder, World world, Random random) {
    this.client = client;
    this.access = access;
    this.recorder = recorder;
    this.world = world;
    this.random = random;
  }

  void run(BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()) {
      Known tunnel = client.openApart();
      if (tunnel == null) {
        park(LOOK_MILLIS);
      } else {
        use(tunnel, isOver);
      }
    }
  }

  private void use(Known tunnel, BooleanSupplier isOver) {
    try (var applications = new Applications(recorder, world);
        var destination =
            new End(tunnel, Side.DESTINATION, Link.SERVICE + "=" + applications.devicePort());
        var source = new End(tunnel, Side.SOURCE, Link.SERVICE + "=0")) {
      applications.answer(destination.link);
      applications.talk(source.proxy.port(), source.link);
      long end =
          System.nanoTime()
              + TimeUnit.MILLISECONDS.toNanos(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
      while (!isOver.getAsBoolean() && System.nanoTime() - end < 0) {
        park(LOOK_MILLIS);
      }
      destination.mustStillRun();
      source.mustStillRun();
      if (random.nextBoolean()) {
        client.close(tunnel);
      } else {
        client.rotate(tunnel);
      }
      park(AFTER_THE_END_MILLIS); // the applications go on, in vain
    } catch (IOException e) {
      // The server was away for too long; another tunnel may fare better.
    }
  }

  private static void park(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** A proxy that was let in, and what the history calls its links. */
  private final class End implements AutoCloseable {
    private final Known tunnel;
    private final Token token;
    private final Token.ClientToken bearer;
    private final long link = world.nextName();
    private final ProxyProcess proxy;

    End(Known tunnel, Side side, String local) throws IOException {
      this.tunnel = tunnel;
      this.token = tunnel.token(side);
      Token.ClientToken own = token.clientToken();
      this.bearer = own == null ? Token.ClientToken.mint(world.nextName()) : own;
      long from = System.nanoTime();
      this.proxy = ProxyProcess.start(access, token, bearer, local);
      try {
        proxy.awaitConnected();
      } catch (IOException e) {
        proxy.close();
        record(Span.unanswered(from), new Event.Lost());
        throw e;
      }
      record(new Span(from, System.nanoTime()), new Event.Admitted(link));
    }

    /** Its token is good: whatever happens to its links, it comes back. */
    void mustStillRun() {
      if (!proxy.isRunning()) {
        long now = System.nanoTime();
        String reason = "the proxy gave up: " + proxy.lastLine();
        record(new Span(now, now), new Event.Refused(400, reason));
      }
    }

    private void record(Span span, Event.Answer answer) {
      recorder.add(
          new Event.Handshake(
              span, tunnel.id(), token.side(), token.name(), bearer.name(), answer));
    }

    @Override
    public void close() {
      proxy.close();
    }
  }
}
