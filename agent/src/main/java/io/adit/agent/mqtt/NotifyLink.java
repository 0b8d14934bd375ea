package io.adit.agent.mqtt;

import io.adit.agent.config.AgentConfig.Gateway;
import io.adit.agent.config.Identity;
import io.adit.agent.mqtt.GatewayProblem.Kind;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.NotifyMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubAckMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One MQTT connection to the gateway, subscribed to the thing's notify topic with QoS 1. Its
 * session outlives it, so that messages wait for the next one. Belongs to one event loop, on which
 * its listener hears.
 */
final class NotifyLink {
  /** What it tells. */
  interface Listener {
    /**
     * The bytes of a message.
     *
     * @return whether to acknowledge it; what is not comes again with the next link
     */
    boolean onMessage(byte[] payload);

    /** It is of no use any more; told once, and not after {@link #close}. */
    void onLost(GatewayProblem problem);
  }

  /** How the versions of the protocol are numbered in CONNECT. */
  static final int MQTT_5 = MqttVersion.MQTT_5.protocolLevel();

  static final int MQTT_3_1_1 = MqttVersion.MQTT_3_1_1.protocolLevel();

  /** No tunnel lives longer, so no message of an older one is worth keeping. */
  private static final long SESSION_SECONDS = 43_200;

  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int LEAST_FAILURE = 0x80;

  private final Vertx vertx;
  private final MqttClient client;
  private final Listener listener;
  private final Duration keepAlive;
  private final Promise<Void> subscribed = Promise.promise();

  private long pingTimer = -1;
  private boolean pingIsAnswered = true;
  private boolean over;
  private Optional<GatewayProblem> farewell = Optional.empty();

  private NotifyLink(Vertx vertx, MqttClient client, Duration keepAlive, Listener listener) {
    this.vertx = vertx;
    this.client = client;
    this.keepAlive = keepAlive;
    this.listener = listener;
    client.publishHandler(this::onPublish);
    client.subscribeCompletionHandler(this::onSubscribed);
    client.disconnectMessageHandler(this::onDisconnect);
    client.pingResponseHandler(_ -> pingIsAnswered = true);
    client.exceptionHandler(this::onException);
    client.closeHandler(_ -> lose(lost("the gateway closed the connection")));
  }

  /**
   * Connects and subscribes, on the current event loop.
   *
   * @return fails with what {@link #problem} explains
   */
  static Future<NotifyLink> open(
      Vertx vertx, Gateway gateway, String thing, Terms terms, Listener listener) {
    MqttClientOptions options = options(gateway, terms);
    MqttClient client = MqttClient.create(vertx, options);
    var link = new NotifyLink(vertx, client, terms.keepAlive(), listener);
    Endpoint.Tcp at = gateway.address();
    return client
        .connect(at.port(), at.host())
        .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .compose(_ -> link.subscribe(NotifyMessage.topic(thing)))
        .map(_ -> link.serve())
        .recover(cause -> {
          link.close();
          return Future.failedFuture(link.failure(cause));
        });
  }

  /** What is to be agreed on: the protocol's version, and how often a silent link is asked. */
  record Terms(int version, Duration keepAlive) {}

  /** What the failure of {@link #open} means. */
  static GatewayProblem problem(Throwable cause) {
    return cause instanceof ProblemException known ? known.problem : Failure.of(cause);
  }

  private static MqttClientOptions options(Gateway gateway, Terms terms) {
    Identity identity = gateway.identity();
    var options = new MqttClientOptions();
    options.setVersion(terms.version());
    options.setSessionExpireInterval(SESSION_SECONDS);
    options
        .setSsl(true)
        .setHostnameVerificationAlgorithm("HTTPS")
        .setClientId(gateway.clientId())
        .setCleanSession(false)
        .setAutoAck(false)
        .setAutoKeepAlive(false)
        .setKeepAliveInterval(Math.toIntExact(Math.max(1, terms.keepAlive().toSeconds())))
        .setMaxMessageSize(2 * NotifyMessage.MAX_BYTES);
    options.setConnectTimeout(Math.toIntExact(STEP.toMillis()));
    options.setSslHandshakeTimeout(STEP.toSeconds());
    options.setTrustOptions(identity.trust().sslOptions().getTrustOptions());
    options.setKeyCertOptions(
        new PemKeyCertOptions().setCertValue(identity.certificate()).setKeyValue(identity.key()));
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    return options;
  }

  private Future<Void> subscribe(String topic) {
    client.subscribe(topic, 1).onFailure(subscribed::tryFail);
    return subscribed.future().timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private NotifyLink serve() {
    pingTimer = vertx.setPeriodic(keepAlive.toMillis(), _ -> ping());
    return this;
  }

  private void ping() {
    if (!pingIsAnswered) {
      lose(lost("the gateway does not answer any more"));
      return;
    }
    pingIsAnswered = false;
    client.ping();
  }

  private void onSubscribed(MqttSubAckMessage answer) {
    if (answer.grantedQoSLevels().stream().allMatch(code -> code < LEAST_FAILURE)) {
      subscribed.tryComplete();
      return;
    }
    subscribed.tryFail(
        new ProblemException(
            new GatewayProblem(
                Kind.NOT_AUTHORISED,
                "the gateway does not let this device subscribe to its notify topic; is 'thing' the"
                    + " name of the thing that the certificate is attached to?")));
  }

  private void onPublish(MqttPublishMessage message) {
    if (!over && listener.onMessage(message.payload().getBytes())) {
      message.ack();
    }
  }

  private void onDisconnect(MqttDisconnectMessage message) {
    MqttDisconnectReasonCode code = message.code();
    farewell =
        Optional.of(
            switch (code) {
              case SESSION_TAKEN_OVER ->
                  new GatewayProblem(
                      Kind.TAKEN_OVER,
                      "another client has connected with the same client id; every device needs a"
                          + " thing and a client-id of its own");
              case NOT_AUTHORIZED ->
                  new GatewayProblem(
                      Kind.NOT_AUTHORISED,
                      "the gateway does not let this device be connected any more; its certificate"
                          + " may have been revoked");
              default ->
                  lost(
                      "the gateway ended the connection ("
                          + code.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                          + ")");
            });
  }

  /** Says good-bye; the session stays at the gateway. */
  Future<Void> close() {
    over = true;
    vertx.cancelTimer(pingTimer);
    return client.isConnected()
        ? client.disconnect().recover(_ -> Future.succeededFuture())
        : Future.succeededFuture();
  }

  /** Where a certificate is refused, this comes before the end, and says more. */
  private void onException(Throwable cause) {
    GatewayProblem problem = Failure.of(cause);
    farewell = farewell.or(() -> Optional.of(problem));
    lose(problem);
  }

  private void lose(GatewayProblem problem) {
    if (over) {
      return;
    }
    boolean wasServing = pingTimer >= 0;
    GatewayProblem why = farewell.orElse(problem);
    close();
    subscribed.tryFail(new ProblemException(why));
    if (wasServing) {
      listener.onLost(why);
    }
  }

  private ProblemException failure(Throwable cause) {
    return new ProblemException(farewell.orElseGet(() -> problem(cause)));
  }

  private static GatewayProblem lost(String text) {
    return new GatewayProblem(Kind.LOST, text);
  }

  /** A problem that is known already. */
  private static final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient GatewayProblem problem;

    ProblemException(GatewayProblem problem) {
      super(problem.text(), null, false, false);
      this.problem = problem;
    }
  }
}
