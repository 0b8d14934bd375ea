package io.adit.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT message that brings a device its token (AWS IoT Developer Guide, "Configure a remote
 * device and use IoT agent"): UTF-8 JSON with exactly these four keys, on the topic {@code
 * $aws/things/<thing name>/tunnels/notify}. {@code toString} hides the token.
 *
 * @param clientMode the side that the token is of; AWS sends {@code destination} only
 * @param region names the endpoint on AWS; not empty, since devices insist on it
 * @param services what the tunnel reaches on the device, in the tunnel's order; not empty, since
 *     devices insist on it
 */
public record NotifyMessage(
    AccessToken clientAccessToken, Side clientMode, String region, List<String> services) {
  /** A longer message is not read: 100 services of 128 characters need a fifth of it. */
  public static final int MAX_BYTES = 65_536;

  /** What the topic begins with on AWS. */
  public static final String AWS_PREFIX = "$aws";

  private static final int MAX_DEPTH = 8;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  public NotifyMessage {
    services = List.copyOf(services);
    require(!clientAccessToken.value().isEmpty(), "clientAccessToken is empty");
    require(!region.isEmpty(), "region is empty");
    require(!services.isEmpty(), "services is empty");
  }

  /** The topic that a thing hears its notify messages on. */
  public static String topic(String thingName) {
    return topic(AWS_PREFIX, thingName);
  }

  /** The same where a broker keeps topics with a dollar sign to itself. */
  public static String topic(String prefix, String thingName) {
    return prefix + "/things/" + thingName + "/tunnels/notify";
  }

  /** The message's bytes, keys in the order of AWS's documentation. */
  public byte[] toJson() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("clientAccessToken", clientAccessToken.value());
      json.writeStringField("clientMode", clientMode.mode());
      json.writeStringField("region", region);
      json.writeArrayFieldStart("services");
      for (String service : services) {
        json.writeString(service);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array has none
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a message as a device must: all four keys are needed, others are passed over.
   *
   * @throws InvalidNotifyMessageException in words that hold no part of the message
   */
  public static NotifyMessage parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidNotifyMessageException(
          "it has " + bytes.length + " bytes, and at most " + MAX_BYTES + " are read");
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
      NotifyMessage message = new Fields().read(json);
      require(json.nextToken() == null, "more follows behind the JSON object");
      return message;
    } catch (IOException e) {
      // Without the cause: its text shows the place, and there may be the token.
      throw new InvalidNotifyMessageException("it is no JSON in UTF-8, or a key occurs twice");
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new InvalidNotifyMessageException(problem);
    }
  }

  /** What has been read of the object so far. */
  private static final class Fields {
    private @Nullable String clientAccessToken;
    private @Nullable String clientMode;
    private @Nullable String region;
    private @Nullable List<String> services;

    NotifyMessage read(JsonParser json) throws IOException {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        switch (key) {
          case "clientAccessToken" -> clientAccessToken = text(key, json);
          case "clientMode" -> clientMode = text(key, json);
          case "region" -> region = text(key, json);
          case "services" -> services = texts(key, value, json);
          default -> json.skipChildren();
        }
      }
      return new NotifyMessage(
          new AccessToken(there("clientAccessToken", clientAccessToken)),
          side(there("clientMode", clientMode)),
          there("region", region),
          there("services", services));
    }

    private static Side side(String mode) {
      Optional<Side> side = Side.ofMode(mode);
      require(side.isPresent(), "clientMode is neither destination nor source");
      return side.orElseThrow();
    }

    private static <T> T there(String key, @Nullable T value) {
      if (value == null) {
        throw new InvalidNotifyMessageException(key + " is missing");
      }
      return value;
    }

    private static List<String> texts(String key, JsonToken value, JsonParser json)
        throws IOException {
      require(value == JsonToken.START_ARRAY, key + " is no array of strings");
      var texts = new ArrayList<String>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        texts.add(text(key, json));
      }
      return texts;
    }

    private static String text(String key, JsonParser json) throws IOException {
      require(json.currentToken() == JsonToken.VALUE_STRING, key + " is no string");
      return json.getText();
    }
  }
}
