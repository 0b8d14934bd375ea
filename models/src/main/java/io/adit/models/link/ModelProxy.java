package io.adit.models.link;

import io.adit.models.App;
import io.adit.models.client.Fate;
import io.adit.models.client.ModelClient;
import io.adit.models.client.ModelDestination;
import io.adit.models.client.ModelSource;
import io.adit.wire.Side;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model client as a program: connects, comes back with the same tokens when its connection is
 * lost, as its original does, and exits where that exits. Its applications are in memory.
 */
public final class ModelProxy implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofMillis(2_500);
  private static final int SERVER_ERROR = 500;

  private final Run run;
  private final Side side;
  private final Access access;
  private final Monitor monitor;
  private final List<Session> sessions = new ArrayList<>(); // guarded by monitor
  private final List<String> notes = new ArrayList<>(); // guarded by monitor
  private @Nullable Integer exitCode; // guarded by monitor
  private boolean closed; // guarded by monitor

  private ModelProxy(Run run, Side side, Access access, Monitor monitor) {
    this.run = run;
    this.side = side;
    this.access = access;
    this.monitor = monitor;
  }

  /**
   * Starts it in source mode.
   *
   * @param monitor signalled when anything changes
   */
  public static ModelProxy source(Run run, Access access, Monitor monitor) {
    return start(new ModelProxy(run, Side.SOURCE, access, monitor));
  }

  /** Starts it in destination mode: its application takes every connection. */
  public static ModelProxy destination(Run run, Access access, Monitor monitor) {
    return start(new ModelProxy(run, Side.DESTINATION, access, monitor));
  }

  private static ModelProxy start(ModelProxy proxy) {
    Thread.ofVirtual().name("model " + proxy.run.version()).start(proxy::live);
    return proxy;
  }

  /** How many links it had so far that knew their services. */
  public int links() {
    return monitor.get(() ->
        (int) sessions.stream().filter(session -> !session.client().awaitsServices()).count());
  }

  /** An application connects to a source; empty where it has to wait for that. */
  public Optional<App> open(String service) {
    return monitor.get(() -> {
      ModelClient client = sessions.isEmpty() ? null : sessions.getLast().client();
      return client instanceof ModelSource source
          ? source.open(service).map(app -> new LinkedApp(app, monitor))
          : Optional.empty();
    });
  }

  /** All connections of a service that it ever had, in order. */
  public List<App> apps(String service) {
    return monitor.get(() ->
        clients()
            .flatMap(client -> client.apps().stream())
            .filter(app -> app.service().equals(service))
            .<App>map(app -> new LinkedApp(app, monitor))
            .toList());
  }

  /** A destination's application cannot be reached any more. */
  public void failToConnect(String service) {
    monitor.run(() -> {
      if (sessions.getLast().client() instanceof ModelDestination destination) {
        destination.failToConnect(service);
      }
    });
  }

  /** The code that it exited with; empty while it runs. */
  public OptionalInt exitCode() {
    return monitor.get(() -> exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode));
  }

  /** What it was sent that no service should send it. */
  public List<String> harm() {
    return monitor.get(() -> clients().flatMap(client -> client.harm().stream()).toList());
  }

  /** What it would have printed of its attempts to connect. */
  public List<String> notes() {
    return monitor.get(() -> List.copyOf(notes));
  }

  /** Ends it, without a close frame, as the end of the program does. */
  @Override
  public void close() {
    monitor.run(() -> closed = true);
    monitor.get(() -> List.copyOf(sessions)).forEach(Session::end);
  }

  private Stream<ModelClient> clients() {
    return sessions.stream().map(Session::client);
  }

  private void live() {
    while (monitor.get(() -> !closed && exitCode == null)) {
      Duration pause = attempt();
      monitor.await(() -> closed || exitCode != null, pause);
    }
  }

  /** One attempt, with the link that comes of it; returns the wait before the next. */
  private Duration attempt() {
    try {
      Socket socket = access.connector().connect();
      return switch (new Handshake(run.version(), side, access).perform(socket)) {
        case Handshake.Answer.Accepted _ -> lived(socket);
        case Handshake.Answer.Unusable unusable -> {
          note(unusable.why());
          socket.close();
          yield AT_ONCE;
        }
        case Handshake.Answer.Refused refused -> {
          note(refused.status() + " " + refused.body());
          socket.close();
          yield refused(refused.status());
        }
      };
    } catch (IOException e) {
      note(String.valueOf(e.getMessage()));
      return RETRY;
    }
  }

  private Duration refused(int status) {
    if (status < SERVER_ERROR) {
      exit(0);
    }
    return RETRY;
  }

  private Duration lived(Socket socket) throws IOException {
    WebSocket webSocket = new WebSocket(socket, run.version().fragmentBytes());
    Session session = new Session(run.newClient(side), webSocket, monitor, run.appBytesPerSecond());
    boolean begins =
        monitor.get(() -> {
          sessions.add(session);
          return !closed;
        });
    if (!begins) {
      session.end();
    } else if (session.live() instanceof Fate.Exited exited) {
      exit(exited.code());
    }
    return AT_ONCE;
  }

  private void exit(int code) {
    monitor.run(() -> exitCode = code);
  }

  private void note(String what) {
    monitor.run(() -> notes.add(what));
  }
}
