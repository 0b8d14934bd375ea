package io.adit.server.broker;

import io.adit.server.testing.TestTls;
import io.adit.wire.NotifyMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker that tells the test what is published to it, and does as the test says. */
final class TestBroker {
  private static final long PATIENCE_SECONDS = 20;

  /** A message that came; its packet id waits for {@link #acknowledge}. */
  record Published(
      MqttEndpoint by, int packetId, String topic, MqttQoS qos, boolean retained, byte[] payload) {
    NotifyMessage message() {
      return NotifyMessage.parse(payload);
    }

    void acknowledge() {
      by.publishAcknowledge(packetId);
    }
  }

  private final Vertx vertx;
  private final TestTls tls;
  private final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  private final BlockingQueue<MqttEndpoint> connected = new LinkedBlockingQueue<>();
  private @Nullable MqttServer server;
  private int port;
  volatile boolean acknowledges = true;

  /** As brokers do whose rules do not allow the topic. */
  volatile boolean throwsOutWhoPublishes;

  volatile @Nullable String password;
  volatile ClientAuth clientAuth = ClientAuth.NONE;
  volatile String host = "127.0.0.1";

  TestBroker(Vertx vertx, TestTls tls) {
    this.vertx = vertx;
    this.tls = tls;
  }

  TestBroker start() throws Exception {
    var options = new MqttServerOptions();
    options
        .setHost(host)
        .setPort(port)
        .setSsl(true)
        .setClientAuth(clientAuth)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(tls.material().certificateChain()))
                .setKeyValue(Buffer.buffer(tls.material().privateKey())))
        .setTrustOptions(TrustOptions.wrap(tls.trustManagers()[0]));
    MqttServer started = MqttServer.create(vertx, options).endpointHandler(this::onConnect);
    started.listen().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    port = started.actualPort();
    server = started;
    return this;
  }

  /** Ends all connections. */
  void stop() throws Exception {
    if (server != null) {
      server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      server = null;
    }
  }

  int port() {
    return port;
  }

  Published awaitPublished() throws InterruptedException {
    return await(published, "nothing was published");
  }

  MqttEndpoint awaitConnected() throws InterruptedException {
    return await(connected, "nobody connected");
  }

  boolean isSilent() {
    return published.isEmpty();
  }

  private static <T> T await(BlockingQueue<T> queue, String problem) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError(problem + " in " + PATIENCE_SECONDS + " seconds");
    }
    return next;
  }

  private void onConnect(MqttEndpoint endpoint) {
    String expected = password;
    if (expected != null
        && (endpoint.auth() == null || !expected.equals(endpoint.auth().getPassword()))) {
      endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
      return;
    }
    endpoint.publishHandler(message -> onPublish(endpoint, message));
    endpoint.accept(false);
    connected.add(endpoint);
  }

  private void onPublish(MqttEndpoint endpoint, MqttPublishMessage message) {
    if (throwsOutWhoPublishes) {
      endpoint.close();
      return;
    }
    boolean isAcknowledged = acknowledges; // as it was when the message came
    published.add(
        new Published(
            endpoint,
            message.messageId(),
            message.topicName(),
            message.qosLevel(),
            message.isRetain(),
            message.payload().getBytes()));
    if (isAcknowledged) {
      endpoint.publishAcknowledge(message.messageId());
    }
  }
}
