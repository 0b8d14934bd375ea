package io.adit.cli.proxy.options;

import io.adit.peer.LocalOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.socket.RetryPolicy;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of {@code --settings-json}, with our default and with the values that it may have. Those
 * that have no effect are the official client's, and are there so that its files can be used.
 */
public enum Setting {
  DEFAULT_BIND_ADDRESS("default_bind_address", "localhost", Form.HOST),
  ENDPOINT_FORMAT("endpoint_format", "data.tunneling.iot.%s.amazonaws.com", Form.HOST_FORMAT),

  DATA_LENGTH_SIZE("message.data_length_size", "2", Form.UNUSED),
  MAX_PAYLOAD_SIZE(
      "message.max_payload_size", WireLimits.MAX_PAYLOAD_BYTES, 1, WireLimits.MAX_PAYLOAD_BYTES),
  MAX_MESSAGE_SIZE("message.max_size", "65536", Form.UNUSED),
  DATA_FRAME_MAX_SIZE("message.data_frame_max_size", "65538", Form.UNUSED),

  CONNECTION_RETRY_COUNT("tcp.connection_retry_count", RetryPolicy.NEVER.times(), -1, 1_000_000),
  CONNECTION_RETRY_DELAY_MS(
      "tcp.connection_retry_delay_ms", RetryPolicy.NEVER.delay().toMillis(), 1, 3_600_000),
  TCP_READ_BUFFER_SIZE(
      "tcp.read_buffer_size", ConnectionLimits.DEFAULT.readBytes(), 1_024, 16_777_216),
  TCP_WRITE_BUFFER_SIZE(
      "tcp.write_buffer_size", ConnectionLimits.DEFAULT.queueBytes(), 1_024, 67_108_864),
  MAX_ACTIVE_CONNECTIONS("tcp.max_active_connections", LocalOptions.DEFAULT.maxActive(), 1, 65_535),

  PING_PERIOD_MS(
      "websocket.ping_period_ms", LinkTuning.DEFAULT.pingPeriod().toMillis(), 100, 3_600_000),
  RETRY_DELAY_MS(
      "websocket.retry_delay_ms", ReconnectPolicy.DEFAULT.longest().toMillis(), 100, 3_600_000),
  CONNECT_RETRY_COUNT(
      "websocket.connect_retry_count", ReconnectPolicy.DEFAULT.attempts(), -1, 1_000_000),
  RECONNECT_ON_DATA_ERROR("websocket.reconnect_on_data_error", "true", Form.TRUTH),
  SUBPROTOCOL("websocket.subprotocol", Subprotocol.V3.wireName(), Form.SUBPROTOCOL),
  MAX_FRAME_SIZE("websocket.max_frame_size", "131076", Form.UNUSED),
  WEBSOCKET_WRITE_BUFFER_SIZE(
      "websocket.write_buffer_size", LinkTuning.DEFAULT.writeQueueBytes(), 1_024, 67_108_864),
  WEBSOCKET_READ_BUFFER_SIZE(
      "websocket.read_buffer_size", LinkTuning.DEFAULT.readBytes(), 1_024, 16_777_216);

  /** What values look like. */
  enum Form {
    WHOLE_NUMBER("a whole number", "-?[0-9]{1,9}"),
    TRUTH("true or false", "true|false"),
    HOST("a host or an address", "[A-Za-z0-9._:%-]{1,253}"),
    HOST_FORMAT(
        "a host with one %s in it, which stands for the region",
        "[A-Za-z0-9.-]{0,100}%s[A-Za-z0-9.-]{0,100}"),
    SUBPROTOCOL(
        "aws.iot.securetunneling-1.0, -2.0 or -3.0", "aws\\.iot\\.securetunneling-[123]\\.0"),
    /** A number that has no effect. */
    UNUSED("anything", ".*");

    private final String words;
    private final Pattern pattern;

    Form(String words, String pattern) {
      this.words = words;
      this.pattern = Pattern.compile(pattern);
    }
  }

  /** What stands before every key. */
  static final String PREFIX = "tunneling.proxy.";

  /** What stands before a region whose host is given. */
  static final String REGION_PREFIX = PREFIX + "region_endpoint_overrides.";

  private final String key;
  private final String byDefault;
  private final Form form;
  private final long least;
  private final long most;

  Setting(String key, String byDefault, Form form) {
    this.key = key;
    this.byDefault = byDefault;
    this.form = form;
    this.least = 0;
    this.most = 0;
  }

  Setting(String key, long byDefault, long least, long most) {
    this.key = key;
    this.byDefault = Long.toString(byDefault);
    this.form = Form.WHOLE_NUMBER;
    this.least = least;
    this.most = most;
  }

  /** The whole key. */
  String key() {
    return PREFIX + key;
  }

  Form form() {
    return form;
  }

  String byDefault() {
    return byDefault;
  }

  boolean accepts(String value) {
    return form.pattern.matcher(value).matches()
        && (form != Form.WHOLE_NUMBER || isInRange(Long.parseLong(value)));
  }

  private boolean isInRange(long number) {
    return number >= least && number <= most;
  }

  /** What a value must be, in words. */
  String needed() {
    return form == Form.WHOLE_NUMBER ? form.words + " from " + least + " to " + most : form.words;
  }

  /** By its whole key. */
  static Optional<Setting> withKey(String key) {
    return Stream.of(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
