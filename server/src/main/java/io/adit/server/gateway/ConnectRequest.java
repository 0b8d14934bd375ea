package io.adit.server.gateway;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device's CONNECT packet asks for, and may have. A user name and a password are passed
 * over, since SDKs send their version there, and so is a will, which could not be published.
 *
 * @param isAssigned whether it left its client id to the server
 * @param packetBytes the largest packet that it takes
 * @param isLimited whether its session is kept for a shorter time than it wished
 */
record ConnectRequest(
    boolean isMqtt5,
    String clientId,
    boolean isAssigned,
    DeviceSessions.Wish wish,
    long packetBytes,
    boolean isLimited) {
  private static final int MAX_CLIENT_ID_BYTES = 128; // as AWS has it

  /** Could give orders to a terminal, or pretend to be another line of the log. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final long NEVER = 0xffff_ffffL;
  private static final int NO_LIMIT = 0xffff;

  /** Why no device's CONNECT with these properties is accepted; empty: it may be. */
  static Optional<Refusal> problem(MqttEndpoint endpoint) {
    if (endpoint.protocolVersion() < MqttVersion.MQTT_3_1_1.protocolLevel()) {
      return Optional.of(
          new Refusal(
              MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
              "MQTT 3.1 is too old: 3.1.1 or 5 is needed"));
    }
    if (property(endpoint, MqttProperties.AUTHENTICATION_METHOD) != null) {
      return Optional.of(
          new Refusal(
              MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
              "The client certificate is all that counts; leave the authentication method out"));
    }
    String id = endpoint.clientIdentifier();
    int bytes = id == null ? 0 : id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_CLIENT_ID_BYTES) {
      return Optional.of(
          badClientId(
              endpoint,
              "The client id has %d bytes, and %d are allowed"
                  .formatted(bytes, MAX_CLIENT_ID_BYTES)));
    }
    if (id != null && UNPRINTABLE.matcher(id).find()) {
      return Optional.of(badClientId(endpoint, "The client id has control characters"));
    }
    return Optional.empty();
  }

  private static Refusal badClientId(MqttEndpoint endpoint, String reason) {
    return new Refusal(
        isMqtt5(endpoint)
            ? MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID
            : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
        reason);
  }

  /** Why a CONNECT is turned down: the code of its protocol version, and words. */
  record Refusal(MqttConnectReturnCode code, String reason) {
    /** Why exactly is for the operator, who reads it in the log. */
    static Refusal notAuthorized(MqttEndpoint endpoint) {
      return new Refusal(
          isMqtt5(endpoint)
              ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
          "The certificate is no device's that may connect; the server's log says why");
    }

    static Refusal unavailable(MqttEndpoint endpoint) {
      return new Refusal(
          isMqtt5(endpoint)
              ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
          "The certificate cannot be looked up now");
    }
  }

  static ConnectRequest of(MqttEndpoint endpoint, Duration longestExpiry) {
    boolean mqtt5 = isMqtt5(endpoint);
    long wished = endpoint.isCleanSession() ? 0 : NEVER;
    if (mqtt5) {
      wished = number(endpoint, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
    }
    Duration expiry = limited(wished, longestExpiry);
    int receiveMaximum = (int) number(endpoint, MqttProperties.RECEIVE_MAXIMUM, NO_LIMIT);
    String id = endpoint.clientIdentifier();
    return new ConnectRequest(
        mqtt5,
        id == null ? UUID.randomUUID().toString() : id,
        id == null,
        new DeviceSessions.Wish(endpoint.isCleanSession(), expiry, Math.max(1, receiveMaximum)),
        number(endpoint, MqttProperties.MAXIMUM_PACKET_SIZE, NEVER),
        mqtt5 && expiry.toSeconds() < wished);
  }

  /** A number of seconds that a device sent, as long as it may be. */
  static Duration limited(long seconds, Duration longest) {
    return seconds < longest.toSeconds() ? Duration.ofSeconds(seconds) : longest;
  }

  private static boolean isMqtt5(MqttEndpoint endpoint) {
    return endpoint.protocolVersion() >= MqttVersion.MQTT_5.protocolLevel();
  }

  private static long number(MqttEndpoint endpoint, int id, long otherwise) {
    MqttProperties.MqttProperty<?> property = property(endpoint, id);
    // Four bytes without a sign are an int here.
    return property != null && property.value() instanceof Integer value
        ? Integer.toUnsignedLong(value)
        : otherwise;
  }

  private static MqttProperties.@Nullable MqttProperty<?> property(MqttEndpoint endpoint, int id) {
    return endpoint.connectProperties().getProperty(id);
  }
}
