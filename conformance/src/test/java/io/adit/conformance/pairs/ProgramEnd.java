package io.adit.conformance.pairs;

import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.Cable;
import io.adit.models.App;
import io.adit.models.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program at an end, its applications over real sockets. */
final class ProgramEnd implements TunnelEnd {
  /** Both programs say so, for each service, when a link has told them the services. */
  private static final String SET_UP = "calling setup from loop";

  private static final long LIMIT_SECONDS = 60;
  private static final int BACKLOG = 100;

  private final Place place;
  private final Cable cable;
  private final Map<String, Integer> ports;
  private final List<ServerSocket> listeners;
  private final Running program;
  private final boolean listensAnew;
  private final List<App> arrived; // guarded by the place's monitor

  private ProgramEnd(Builder from, Running program) {
    this.place = from.place;
    this.cable = from.cable;
    this.ports = from.ports;
    this.listeners = from.listeners;
    this.arrived = from.arrived;
    this.program = program;
    this.listensAnew = from.participant.kind() == Participant.Kind.OFFICIAL;
  }

  /** What has to be there before the program starts. */
  static final class Builder {
    private final Participant participant;
    private final Place place;
    private final Cable cable;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final List<App> arrived = new ArrayList<>();

    /**
     * @param sourcePorts where a source is to listen for each service
     */
    Builder(Participant participant, Place place, Cable cable, Map<String, Integer> sourcePorts) {
      this.participant = participant;
      this.place = place;
      this.cable = cable;
      if (place.isSource()) {
        ports.putAll(sourcePorts);
      } else {
        place.applicationServices().forEach(this::listen);
      }
    }

    private void listen(String service) {
      try {
        var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        listeners.add(listener);
        ports.put(service, listener.getLocalPort());
        Thread.ofVirtual().start(() -> accept(service, listener));
      } catch (IOException e) {
        throw new UncheckedIOException("no application for " + service, e);
      }
    }

    private void accept(String service, ServerSocket listener) {
      try {
        while (true) {
          var app = app(service, listener.accept(), place);
          place.monitor().run(() -> arrived.add(app));
        }
      } catch (IOException e) {
        // Closed with its story.
        return;
      }
    }

    /** As {@code -s} or {@code -d} takes it; one nameless service has no name here either. */
    String mapping() {
      var named =
          ports.entrySet().stream()
              .map(entry -> prefix(entry.getKey()) + host() + entry.getValue())
              .toList();
      return String.join(",", named);
    }

    private static String prefix(String service) {
      return service.isEmpty() ? "" : service + "=";
    }

    private String host() {
      return place.isSource() ? "" : "127.0.0.1:";
    }

    /** Waits until the program is connected. */
    ProgramEnd of(Running program) {
      var end = new ProgramEnd(this, program);
      end.awaitSetUp(0, true);
      return end;
    }
  }

  private static App app(String service, Socket socket, Place place) throws IOException {
    socket.setTcpNoDelay(true);
    var traffic = new Traffic(place.seeds().getAsLong());
    return new SocketApp(service, socket, traffic, place.monitor()).start();
  }

  private void awaitSetUp(int position, boolean listens) {
    var limit = Within.seconds(LIMIT_SECONDS);
    program.awaitLine(SET_UP, position, limit);
    if (place.isSource() && listens) {
      ports
          .values()
          .forEach(port ->
              program.awaitLine(
                  "Listening for new connection on port " + port + "\\b", position, limit));
    }
  }

  @Override
  public Optional<App> open(String service) {
    var port = ports.get(service);
    if (port == null) {
      throw new IllegalArgumentException(service + " is not of " + ports);
    }
    try {
      return Optional.of(app(service, new Socket(InetAddress.getLoopbackAddress(), port), place));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<App> arrived(String service) {
    return place
        .monitor()
        .get(() -> arrived.stream().filter(app -> app.service().equals(service)).toList());
  }

  @Override
  public void replace() {
    int position = program.position();
    cable.cut();
    awaitSetUp(position, listensAnew);
  }

  @Override
  public List<String> harm() {
    return program.isAlive() ? List.of() : List.of("ended: " + program.text());
  }

  @Override
  public void close() {
    program.close();
    cable.close();
    for (var listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
