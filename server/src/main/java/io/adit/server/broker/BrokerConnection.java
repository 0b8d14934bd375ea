package io.adit.server.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT 3.1.1 connection over TLS to the outside broker; with {@link BrokerProblem}, the only
 * user of the MQTT client's library. Belongs to one event loop, on which its listener hears.
 */
final class BrokerConnection {
  /** What it tells. */
  interface Listener {
    /** The broker has taken the message with this packet id. */
    void onAcknowledged(int packetId);

    /** It is of no use any more; told once. */
    void onLost(BrokerConnection connection, String reason);
  }

  private static final int CONNECT_MILLIS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int ACK_SECONDS = 20;

  private final MqttClient client;
  private final Listener listener;
  private boolean lost;

  private BrokerConnection(MqttClient client, Listener listener) {
    this.client = client;
    this.listener = listener;
    client.publishCompletionHandler(listener::onAcknowledged);
    client.publishCompletionExpirationHandler(
        id -> lose("It has not acknowledged message " + id + " in " + ACK_SECONDS + " seconds"));
    client.exceptionHandler(cause -> lose(String.valueOf(cause.getMessage())));
    client.closeHandler(_ -> lose("It has closed the connection"));
  }

  /** The options with the files' contents; blocks. Throws IOException for a file that is no use. */
  static MqttClientOptions read(BrokerOptions options, int mostInFlight) throws IOException {
    var client = new MqttClientOptions();
    BrokerOptions.Credentials credentials = options.credentials();
    if (credentials.authority() != null) {
      client.setTrustOptions(new PemTrustOptions().addCertValue(content(credentials.authority())));
    }
    if (credentials.certificate() != null && credentials.key() != null) {
      client.setKeyCertOptions(
          new PemKeyCertOptions()
              .setCertValue(content(credentials.certificate()))
              .setKeyValue(content(credentials.key())));
    }
    client
        .setSsl(true)
        .setHostnameVerificationAlgorithm("HTTPS")
        .setClientId(options.clientId())
        .setUsername(credentials.userName())
        .setPassword(credentials.password())
        .setCleanSession(true)
        .setKeepAliveInterval(KEEP_ALIVE_SECONDS)
        .setAckTimeout(ACK_SECONDS)
        .setMaxInflightQueue(mostInFlight)
        .setConnectTimeout(CONNECT_MILLIS);
    client.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    return client;
  }

  /** Connects, on the current event loop. A failure's message is for the operator. */
  static Future<BrokerConnection> open(
      Vertx vertx, MqttClientOptions read, BrokerOptions options, Listener listener) {
    MqttClient client = MqttClient.create(vertx, read);
    var first = new AtomicReference<@Nullable Throwable>();
    // A broker that refuses Adit's certificate says so here; the future knows of the end only.
    client.exceptionHandler(cause -> first.compareAndSet(null, cause));
    return client
        .connect(options.port(), options.host())
        .map(_ -> new BrokerConnection(client, listener))
        .recover(cause -> Future.failedFuture(BrokerProblem.words(cause, first.get())));
  }

  /** Sends with QoS 1, not retained; the future has the packet id once it is written. */
  Future<Integer> publish(String topic, byte[] payload) {
    return client.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
  }

  /** Nothing is heard of it any more. */
  void close() {
    lost = true;
    client.disconnect().onFailure(_ -> {}); // it is gone already
  }

  private void lose(@Nullable String reason) {
    if (!lost) {
      close();
      listener.onLost(this, String.valueOf(reason));
    }
  }

  private static Buffer content(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }
}
