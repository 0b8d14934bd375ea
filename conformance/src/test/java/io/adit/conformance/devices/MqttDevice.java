package io.adit.conformance.devices;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A device that stays connected, in a persistent session, and comes back by itself: after a wait
 * that doubles each time, with a random part, as the clients of MQTT libraries do.
 */
public final class MqttDevice implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FIRST_WAIT_MILLIS = 250;
  private static final int LONGEST_WAIT_MILLIS = 4_000;
  private static final Pattern TOKEN = Pattern.compile("\"clientAccessToken\":\"([^\"]+)\"");

  private final String thing;
  private final SSLSocketFactory tls;
  private final int port;
  private final String address;
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private volatile @Nullable Socket socket;
  private volatile boolean subscribed;
  private volatile boolean closed;
  private volatile String lastFailure = "none";

  private MqttDevice(String thing, SSLSocketFactory tls, int port, String address) {
    this.thing = thing;
    this.tls = tls;
    this.port = port;
    this.address = address;
  }

  public static MqttDevice start(String thing, SSLSocketFactory tls, int port) {
    return startFrom("127.0.0.1", thing, tls, port);
  }

  /** From another of this machine's addresses. */
  public static MqttDevice startFrom(String address, String thing, SSLSocketFactory tls, int port) {
    var device = new MqttDevice(thing, tls, port, address);
    Thread.ofVirtual().name(thing).start(device::run);
    return device;
  }

  /** Whether it is connected and its subscription is granted. */
  public boolean isSubscribed() {
    return subscribed;
  }

  /** The tokens that it was told, the oldest first. */
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public String toString() {
    return thing + (subscribed ? " is there" : " is away: " + lastFailure);
  }

  private void run() {
    int wait = FIRST_WAIT_MILLIS;
    while (!closed) {
      try {
        connectAndListen();
      } catch (IOException e) {
        lastFailure = e.toString();
      }
      wait = subscribed ? FIRST_WAIT_MILLIS : Math.min(2 * wait, LONGEST_WAIT_MILLIS);
      subscribed = false;
      pause(ThreadLocalRandom.current().nextInt(wait / 2, wait));
    }
  }

  private void connectAndListen() throws IOException {
    try (var plain = new Socket()) {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(PATIENCE_MILLIS);
      plain.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      plain.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MILLIS);
      try (var secure = tls.createSocket(plain, "localhost", port, true)) {
        socket = secure;
        send(secure, MqttPackets.connect(thing, false));
        send(secure, MqttPackets.subscribe(Thing.topic(thing)));
        listen(secure);
      }
    }
  }

  private void listen(Socket secure) throws IOException {
    var in = new DataInputStream(secure.getInputStream());
    while (!closed) {
      var packet = MqttPackets.Packet.read(in);
      switch (packet.type()) {
        case MqttPackets.CONNACK -> requireZero("CONNACK", packet.body()[1]);
        case MqttPackets.SUBACK -> {
          requireZero("SUBACK", packet.body()[2] - 1);
          secure.setSoTimeout(0);
          subscribed = true;
        }
        case MqttPackets.PUBLISH -> {
          onTold(packet.payload());
          send(secure, MqttPackets.acknowledge(packet.packetId()));
        }
        default -> throw new IOException("packet " + packet.type() + " came");
      }
    }
  }

  private void onTold(String payload) throws IOException {
    var matcher = TOKEN.matcher(payload);
    if (!matcher.find()) {
      throw new IOException("told without a token");
    }
    tokens.add(matcher.group(1));
  }

  private static void requireZero(String what, int code) throws IOException {
    if (code != 0) {
      throw new IOException(what + " with code " + code);
    }
  }

  private static void send(Socket to, byte[] packet) throws IOException {
    to.getOutputStream().write(packet);
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Goes without a word, and does not come back. */
  @Override
  public void close() {
    closed = true;
    var open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        lastFailure = e.toString();
      }
    }
  }
}
