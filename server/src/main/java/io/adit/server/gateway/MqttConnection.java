package io.adit.server.gateway;

import io.adit.server.gateway.ConnectRequest.Refusal;
import io.adit.server.gateway.DeviceSession.Subscription;
import io.adit.server.thing.DeviceIdentity;
import io.adit.server.tunnel.Notification;
import io.adit.wire.NotifyMessage;
import io.adit.wire.PlainText;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's MQTT connection that was let in: reads its packets and answers them. A device may
 * subscribe to its own notify topic and do nothing else. On the gateway's loop.
 */
final class MqttConnection implements DeviceLink {
  private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);

  /** A PUBLISH packet's bytes beside its payload and its topic, at most. */
  private static final int PUBLISH_OVERHEAD_BYTES = 32;

  /** A device that asks no matter what it was answered is not asking. */
  private static final int MOST_REFUSED_PUBLISHES = 20;

  private static final int MOST_REFUSED_SUBSCRIPTIONS = 20;

  /** Messages of QoS 0 that wait to be written; more of them are dropped, as they may be. */
  private static final int MOST_UNWRITTEN = 64;

  private static final int MOST_BYTES_SHOWN = 100;

  private final MqttEndpoint endpoint;
  private final ConnectRequest request;
  private final DeviceIdentity.Known device;
  private final Gatekeeper gatekeeper;
  private int refusedPublishes;
  private int refusedSubscriptions;
  private int unwritten;
  private String whyEnded = "The connection broke off";

  MqttConnection(
      MqttEndpoint endpoint,
      ConnectRequest request,
      DeviceIdentity.Known device,
      Gatekeeper gatekeeper) {
    this.endpoint = endpoint;
    this.request = request;
    this.device = device;
    this.gatekeeper = gatekeeper;
  }

  DeviceIdentity.Known device() {
    return device;
  }

  /** In words, once it has ended. */
  String whyEnded() {
    return whyEnded;
  }

  /** Accepts the CONNECT for a session. */
  void accept(DeviceSession of, boolean sessionPresent) {
    endpoint.subscribeHandler(message -> onSubscribe(of, message));
    endpoint.unsubscribeHandler(message -> onUnsubscribe(of, message));
    endpoint.publishHandler(this::onPublish);
    endpoint.publishAcknowledgeMessageHandler(message -> of.onAcknowledged(message.messageId()));
    // Only QoS 2 has these, and nothing here is ever sent or taken with it.
    endpoint.publishReceivedHandler(_ -> end(End.PROTOCOL_ERROR));
    endpoint.publishReleaseHandler(_ -> end(End.PROTOCOL_ERROR));
    endpoint.publishCompletionHandler(_ -> end(End.PROTOCOL_ERROR));
    endpoint.disconnectMessageHandler(message -> onDisconnect(of, message));
    endpoint.exceptionHandler(cause ->
        LOG.debug("Thing {} (client {}): {}", name(), request.clientId(), cause.toString()));
    endpoint.accept(sessionPresent, accepted());
    of.onAccepted();
  }

  /** Turns a CONNECT down; nobody is told of the connection's end. */
  static void refuse(MqttEndpoint endpoint, Refusal refusal) {
    var properties = new MqttProperties();
    properties.add(new StringProperty(MqttProperties.REASON_STRING, refusal.reason()));
    endpoint.reject(refusal.code(), properties);
  }

  @Override
  public boolean publish(
      Notification notification,
      int packetId,
      boolean duplicate,
      @Nullable Integer subscriptionId) {
    byte[] payload = notification.message().toJson();
    if (payload.length + notification.topic().length() + PUBLISH_OVERHEAD_BYTES
        > request.packetBytes()) {
      LOG.warn(
          "Tunnel {}: thing {} (client {}) takes packets of {} bytes only, and its message of {}"
              + " bytes does not fit",
          notification.tunnelId(),
          name(),
          request.clientId(),
          request.packetBytes(),
          payload.length);
      return false;
    }
    if (!endpoint.isConnected() || (packetId == 0 && unwritten >= MOST_UNWRITTEN)) {
      return packetId != 0;
    }
    var properties = new MqttProperties();
    if (subscriptionId != null) {
      properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, subscriptionId));
    }
    MqttQoS qos = packetId == 0 ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
    unwritten++;
    endpoint
        .publish(
            notification.topic(),
            Buffer.buffer(payload),
            qos,
            duplicate,
            false,
            packetId,
            properties)
        .onComplete(_ -> unwritten--);
    LOG.info(
        "Tunnel {}: told thing {} (client {}) its token{}",
        notification.tunnelId(),
        name(),
        request.clientId(),
        duplicate ? " again" : "");
    return true;
  }

  @Override
  public void end(End why) {
    if (!endpoint.isConnected()) {
      return;
    }
    whyEnded = words(why);
    LOG.info("Thing {} (client {}) is disconnected: {}", name(), request.clientId(), words(why));
    var properties = new MqttProperties();
    properties.add(new StringProperty(MqttProperties.REASON_STRING, words(why)));
    endpoint.disconnect(code(why), properties); // the packet goes to MQTT 5 clients only
  }

  /** For log lines. */
  private String name() {
    return String.join(", ", device.thingNames());
  }

  private MqttProperties accepted() {
    var properties = new MqttProperties();
    if (!request.isMqtt5()) {
      return properties;
    }
    if (request.isLimited()) {
      int seconds = (int) request.wish().expiry().toSeconds();
      properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, seconds));
    }
    properties.add(
        new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, gatekeeper.packetBytes()));
    properties.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
    if (request.isAssigned()) {
      properties.add(
          new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
    }
    return properties;
  }

  private void onSubscribe(DeviceSession of, MqttSubscribeMessage message) {
    List<MqttTopicSubscription> asked = message.topicSubscriptions();
    if (asked.isEmpty()) {
      end(End.PROTOCOL_ERROR);
      return;
    }
    List<MqttSubAckReasonCode> answers = asked.stream().map(this::answer).toList();
    endpoint.subscribeAcknowledge(message.messageId(), answers, MqttProperties.NO_PROPERTIES);
    if (refusedSubscriptions > MOST_REFUSED_SUBSCRIPTIONS) {
      end(End.SUBSCRIBED_TOO_OFTEN);
      return;
    }
    for (MqttTopicSubscription each : asked) {
      boolean acknowledged = each.qualityOfService() != MqttQoS.AT_MOST_ONCE;
      thing(each.topicName())
          .ifPresent(thing ->
              gatekeeper.subscribe(
                  of, thing, new Subscription(acknowledged, subscriptionId(message))));
    }
  }

  private MqttSubAckReasonCode answer(MqttTopicSubscription asked) {
    if (thing(asked.topicName()).isPresent()) {
      return asked.qualityOfService() == MqttQoS.AT_MOST_ONCE
          ? MqttSubAckReasonCode.GRANTED_QOS0
          : MqttSubAckReasonCode.GRANTED_QOS1;
    }
    refusedSubscriptions++;
    gatekeeper.logRefusal(
        "Thing %s (client %s) may not subscribe to %s"
            .formatted(name(), request.clientId(), quoted(asked.topicName())));
    return request.isMqtt5()
        ? MqttSubAckReasonCode.NOT_AUTHORIZED
        : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
  }

  /** The one of the device's things whose notify topic this is. */
  private Optional<String> thing(String topicFilter) {
    return device.thingNames().stream()
        .filter(thing -> topicFilter.equals(NotifyMessage.topic(thing)))
        .findFirst();
  }

  private static @Nullable Integer subscriptionId(MqttSubscribeMessage message) {
    MqttProperties.MqttProperty<?> id =
        message.properties().getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER);
    return id != null && id.value() instanceof Integer number ? number : null;
  }

  private void onUnsubscribe(DeviceSession of, MqttUnsubscribeMessage message) {
    if (message.topics().isEmpty()) {
      end(End.PROTOCOL_ERROR);
      return;
    }
    List<MqttUnsubAckReasonCode> answers =
        message.topics().stream()
            .map(topic ->
                thing(topic).filter(thing -> gatekeeper.unsubscribe(of, thing)).isPresent()
                    ? MqttUnsubAckReasonCode.SUCCESS
                    : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
            .toList();
    endpoint.unsubscribeAcknowledge(message.messageId(), answers, MqttProperties.NO_PROPERTIES);
  }

  /** MQTT 3.1.1 has no answer that refuses, nor has QoS 0: then the connection ends, as on AWS. */
  private void onPublish(MqttPublishMessage message) {
    gatekeeper.logRefusal(
        "Thing %s (client %s) may not publish to %s"
            .formatted(name(), request.clientId(), quoted(message.topicName())));
    if (message.properties().getProperty(MqttProperties.TOPIC_ALIAS) != null) {
      end(End.TOPIC_ALIAS);
    } else if (!request.isMqtt5() || message.qosLevel() == MqttQoS.AT_MOST_ONCE) {
      end(End.PUBLISHED);
    } else if (++refusedPublishes > MOST_REFUSED_PUBLISHES) {
      end(End.PUBLISHED_TOO_OFTEN);
    } else if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      endpoint.publishAcknowledge(
          message.messageId(), MqttPubAckReasonCode.NOT_AUTHORIZED, MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.publishReceived(
          message.messageId(), MqttPubRecReasonCode.NOT_AUTHORIZED, MqttProperties.NO_PROPERTIES);
    }
  }

  private void onDisconnect(DeviceSession of, MqttDisconnectMessage message) {
    whyEnded = "The device left";
    MqttProperties.MqttProperty<?> expiry =
        message.properties().getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL);
    if (expiry != null && expiry.value() instanceof Integer seconds) {
      gatekeeper.onExpiryChanged(of, Integer.toUnsignedLong(seconds));
    }
  }

  private static String quoted(String topic) {
    return "'" + PlainText.of(topic, MOST_BYTES_SHOWN) + "'";
  }

  private static MqttDisconnectReasonCode code(End why) {
    return switch (why) {
      case TAKEN_OVER -> MqttDisconnectReasonCode.SESSION_TAKEN_OVER;
      case TOO_MANY -> MqttDisconnectReasonCode.QUOTA_EXCEEDED;
      case NO_LONGER_ALLOWED, EXPIRED, PUBLISHED -> MqttDisconnectReasonCode.NOT_AUTHORIZED;
      case PUBLISHED_TOO_OFTEN, SUBSCRIBED_TOO_OFTEN ->
          MqttDisconnectReasonCode.MESSAGE_RATE_TOO_HIGH;
      case TOPIC_ALIAS -> MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID;
      case PROTOCOL_ERROR -> MqttDisconnectReasonCode.PROTOCOL_ERROR;
    };
  }

  private static String words(End why) {
    return switch (why) {
      case TAKEN_OVER -> "The same client has connected anew";
      case TOO_MANY -> "The thing has more clients than it may; this one is the oldest";
      case NO_LONGER_ALLOWED -> "The certificate or the thing is no longer valid";
      case EXPIRED -> "Its certificate has expired; it needs a new one";
      case SUBSCRIBED_TOO_OFTEN -> "It may subscribe to its own notify topic and to no other";
      case PUBLISHED, PUBLISHED_TOO_OFTEN -> "Devices may not publish here";
      case TOPIC_ALIAS -> "There are no topic aliases here";
      case PROTOCOL_ERROR -> "It sent a packet that has no sense here";
    };
  }
}
