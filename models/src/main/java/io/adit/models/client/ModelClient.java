package io.adit.models.client;

import io.adit.models.Traffic;
import io.adit.wire.Message;
import io.adit.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One run of a client on one link, as far as the relay can tell it from a real one: messages in,
 * messages out. What a service must never do to it is noted, and may end it. Not thread safe.
 */
public abstract class ModelClient {
  /** What a client keeps for one application that does not read. */
  public static final int WRITE_BUFFER_BYTES = 131_076;

  static final Fate FATAL = new Fate.Exited(1);
  static final Fate ABORT = new Fate.Exited(134);

  private final ClientVersion version;
  private final LongSupplier seeds;
  private final List<ModelApp> apps = new ArrayList<>();
  private final List<String> harm = new ArrayList<>();
  private Consumer<Message> relay = _ -> {};
  private List<String> services;
  private Fate fate = new Fate.Running();

  ModelClient(Setup setup) {
    this.version = setup.version();
    this.services = setup.services();
    this.seeds = setup.seeds();
  }

  /** From now on its messages go there. */
  public final void connect(Consumer<Message> relay) {
    this.relay = relay;
  }

  /** A message came; nothing happens once its life is over. */
  public final void hear(Message message) {
    if (!isRunning()) {
      return;
    }
    if (message instanceof Message.Reset reset && !reset.reason().isNone()) {
      harmed("was sent a reason that it did not ask for: " + reset);
    }
    onMessage(message);
  }

  /** Bytes that are no message came. */
  final void hearGarbage() {
    if (isRunning()) {
      ends(new Fate.Reconnecting(), "was sent bytes that are no message");
    }
  }

  /** A length of 0 came: to them, a message of all defaults. */
  final void hearEmptyUnit() {
    if (isRunning()) {
      boolean nameless = services.contains("");
      ends(
          nameless ? new Fate.Reconnecting() : new Fate.DeafForEver(),
          "was sent a message of no bytes");
    }
  }

  /** A WebSocket close frame came, and it was reading. */
  public final void hearClose() {
    if (!isRunning()) {
      return;
    }
    if (version.isLocalproxy() && !version.isBefore3() && awaitsServices()) {
      ends(ABORT, "was sent a close frame before SERVICE_IDS");
    } else if (!version.isBefore3() || !openApps().isEmpty()) {
      end(new Fate.Exited(0));
    } else {
      // Idle ones of old neither end nor come back.
      end(new Fate.DeafForEver());
    }
  }

  /** The connection ended without a close frame, and it was reading. */
  public final void hearEnd() {
    if (isRunning()) {
      end(new Fate.Reconnecting());
    }
  }

  /** A pong came; localproxy reads the time in it. */
  public final void hearPong(String payload) {
    boolean isNumber = !payload.isEmpty() && payload.chars().allMatch(Character::isDigit);
    if (isRunning() && version.isLocalproxy() && !isNumber) {
      ends(FATAL, "was sent a pong that it did not ask for");
    }
  }

  /** How many pongs it answers to one ping. */
  public final int pongsForAPing() {
    return version.isLocalproxy() ? 2 : 1;
  }

  /** Whether it takes the next bytes off its link. */
  public boolean isReading() {
    return isRunning() && (overruns() || apps.stream().noneMatch(ModelClient::isFull));
  }

  /** Whether it has not been told the tunnel's services yet; 1.1.0 waits for none. */
  public abstract boolean awaitsServices();

  public final ClientVersion version() {
    return version;
  }

  /** All connections that it ever had, in the order in which they came. */
  public final List<ModelApp> apps() {
    return apps;
  }

  public final List<ModelApp> openApps() {
    return apps.stream().filter(ModelApp::isOpen).toList();
  }

  /** What it was sent that no service should send it. */
  public final List<String> harm() {
    return harm;
  }

  public final Fate fate() {
    return fate;
  }

  final boolean isRunning() {
    return fate instanceof Fate.Running;
  }

  abstract void onMessage(Message message);

  abstract Message dataOf(ModelApp app, ByteBuffer payload);

  /** The application closes its connection. */
  abstract void close(ModelApp app);

  /** An application's bytes, in messages as large as the wire allows. */
  final void send(ModelApp app, int count) {
    ByteBuffer bytes = ByteBuffer.wrap(app.traffic().next(count));
    while (bytes.hasRemaining()) {
      int size = Math.min(bytes.remaining(), WireLimits.MAX_PAYLOAD_BYTES);
      sendToRelay(dataOf(app, bytes.slice(bytes.position(), size)));
      bytes.position(bytes.position() + size);
    }
  }

  /** The services as it knows them. */
  final List<String> services() {
    return services;
  }

  /** Compares what it was told to serve with what there is; a difference is fatal. */
  final void learnServices(List<String> announced) {
    if (services.equals(List.of("")) && announced.size() == 1) {
      services = List.copyOf(announced);
    }
    Set<String> served = new HashSet<>(services);
    served.remove("");
    if (!served.isEmpty() && !served.equals(new HashSet<>(announced))) {
      ends(FATAL, "serves " + services + " in a tunnel of " + announced);
    }
  }

  final void sendToRelay(Message message) {
    if (isRunning()) {
      relay.accept(message);
    }
  }

  final ModelApp newApp(String service, Message.OfStream start) {
    return newApp(new ModelApp.Place(service, start.streamId(), start.connectionId()));
  }

  final ModelApp newApp(ModelApp.Place place) {
    ModelApp app = new ModelApp(this, place, new Traffic(seeds.getAsLong()));
    apps.add(app);
    return app;
  }

  /** Bytes for an application: clients since 3.0 end when its write buffer is full. */
  final void deliver(ModelApp app, ByteBuffer payload) {
    if (overruns() && app.unreadBytes() + payload.remaining() > WRITE_BUFFER_BYTES) {
      ends(FATAL, "was sent more than its application took: basic_multi_buffer too long");
    } else {
      app.deliver(payload);
    }
  }

  /** It lives on, worse than before. */
  final void harmed(String why) {
    harm.add(version + ": " + why);
  }

  /** What it was sent ends its life on this link. */
  final void ends(Fate end, String why) {
    harmed(why);
    end(end);
  }

  private void end(Fate end) {
    fate = end;
    if (!(end instanceof Fate.DeafForEver)) {
      apps.forEach(ModelApp::cut);
    }
  }

  private boolean overruns() {
    return version.isLocalproxy() && !version.isBefore3();
  }

  private static boolean isFull(ModelApp app) {
    return app.unreadBytes() >= WRITE_BUFFER_BYTES;
  }
}
