package io.adit.agent;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An MQTT gateway that a test speaks for. */
final class ScriptedBroker implements AutoCloseable {
  /** A device that was let in and has subscribed. */
  static final class Device {
    private final MqttEndpoint endpoint;
    private final MqttSubscribeMessage subscribed;
    private final BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    Device(MqttEndpoint endpoint, MqttSubscribeMessage subscribed) {
      this.endpoint = endpoint;
      this.subscribed = subscribed;
      endpoint.publishAcknowledgeHandler(acknowledged::add);
      endpoint.disconnectHandler(_ -> ends.add("disconnected"));
      endpoint.closeHandler(_ -> ends.add("closed"));
    }

    MqttEndpoint endpoint() {
      return endpoint;
    }

    String topic() {
      return subscribed.topicSubscriptions().getFirst().topicName();
    }

    MqttQoS qos() {
      return subscribed.topicSubscriptions().getFirst().qualityOfService();
    }

    /** Sends a message, and waits until it is acknowledged. */
    void tell(String payload) throws InterruptedException {
      Waiting.await(
          endpoint.publish(topic(), Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false));
      Waiting.next(acknowledged);
    }

    /** Says "disconnected" for a packet that said good-bye, and "closed" behind it or alone. */
    String end() throws InterruptedException {
      return Waiting.next(ends);
    }
  }

  private final Vertx vertx;
  private final BlockingQueue<Device> devices = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> versions = new LinkedBlockingQueue<>();
  private MqttServer server;

  private volatile String authority = "ca.pem";
  private volatile Function<MqttEndpoint, @Nullable MqttConnectReturnCode> refusal = _ -> null;
  private volatile MqttSubAckReasonCode subscriptionAnswer = MqttSubAckReasonCode.GRANTED_QOS1;

  ScriptedBroker(Vertx vertx) {
    this.vertx = vertx;
    this.server = listen(0);
  }

  int port() {
    return server.actualPort();
  }

  /** The next device that is let in and subscribes. */
  Device device() throws InterruptedException {
    return Waiting.next(devices);
  }

  /** The protocol version of the next CONNECT. */
  int version() throws InterruptedException {
    return Waiting.next(versions);
  }

  void refuse(Function<MqttEndpoint, @Nullable MqttConnectReturnCode> newRefusal) {
    refusal = newRefusal;
  }

  void answerSubscriptions(MqttSubAckReasonCode answer) {
    subscriptionAnswer = answer;
  }

  /** Stops listening and drops every device. */
  void die() {
    Waiting.await(server.close());
  }

  /** Listens again, trusting only this authority's devices. */
  void revive(int port, String newAuthority) {
    authority = newAuthority;
    server = listen(port);
  }

  @Override
  public void close() {
    die();
  }

  private MqttServer listen(int port) {
    MqttServerOptions options = new MqttServerOptions().setPort(port).setHost("127.0.0.1");
    options
        .setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setTrustOptions(new PemTrustOptions().addCertValue(Resources.read(authority)))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(Resources.read("server.pem"))
                .setKeyValue(Resources.read("server.key")));
    MqttServer created = MqttServer.create(vertx, options).endpointHandler(this::onConnect);
    created.exceptionHandler(_ -> {});
    return Waiting.await(created.listen());
  }

  private void onConnect(MqttEndpoint endpoint) {
    versions.add(endpoint.protocolVersion());
    MqttConnectReturnCode refused = refusal.apply(endpoint);
    if (refused != null) {
      endpoint.reject(refused);
      return;
    }
    endpoint.subscribeHandler(message -> {
      endpoint.subscribeAcknowledge(
          message.messageId(),
          List.of(subscriptionAnswer),
          io.netty.handler.codec.mqtt.MqttProperties.NO_PROPERTIES);
      devices.add(new Device(endpoint, message));
    });
    endpoint.accept(false);
  }
}
