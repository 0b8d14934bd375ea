package io.adit.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.adit.wire.AccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the services have it; the only user of Jackson.
 *
 * <p>Read: unknown members are ignored and null is as good as absent, but a value is never taken
 * for another type. Written: nulls are left out, times are seconds since 1970 with milliseconds.
 */
public final class Json {
  /** How Jackson begins to tell of two members of one name; it has no type for it. */
  private static final String DUPLICATE = "Duplicate ";

  private static final String TOO_MUCH =
      "The body is beyond what a call may be: 16 levels, 20000 values, texts of 256 KiB, names of"
          + " 512 and numbers of 64 characters.";

  private static final String NO_OBJECT = "The body must be one JSON object.";

  /** Any call of the services fits well within; what does not is no call. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxTokenCount(20_000)
          .maxNameLength(512)
          .maxNumberLength(64)
          .maxStringLength(256 * 1024)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          // Whoever reads a call before us may take the other of the two.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .addModule(
              new SimpleModule().addSerializer(new EpochSeconds()).addSerializer(new ShownOnce()))
          .build();

  private static final JsonMapper PAGES =
      JsonMapper.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .addModule(new SimpleModule().addSerializer(Instant.class, new ToStringSerializer()))
          .build();

  private Json() {}

  /** Reads an input; an empty body is an empty structure. */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      @Nullable T value = MAPPER.readValue(body.length == 0 ? new byte[] {'{', '}'} : body, type);
      if (value == null) {
        throw new ApiException(ApiException.Fault.UNREADABLE_INPUT, NO_OBJECT);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ApiException(ApiException.Fault.UNREADABLE_INPUT, fault(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The members of an object that are texts, numbers and truth values, each as a text. */
  public static Map<String, String> scalars(byte[] body) {
    Map<String, String> scalars = new HashMap<>();
    read(body, ObjectNode.class)
        .properties()
        .forEach(member -> {
          if (member.getValue().isValueNode() && !member.getValue().isNull()) {
            scalars.put(member.getKey(), member.getValue().asText());
          }
        });
    return scalars;
  }

  /** A text that was written here, to be part of another. */
  public static Object tree(byte[] json) {
    return read(json, ObjectNode.class);
  }

  /** The members of a value, to which others may be added. */
  public static Map<String, @Nullable Object> members(Object value) {
    return PAGES.convertValue(
        value, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
  }

  /** Writes nulls as well, and times in words: what pages read. */
  public static byte[] writeForPages(Object value) {
    try {
      return PAGES.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException
        || e.getCause() instanceof StreamConstraintsException) {
      return TOO_MUCH;
    }
    if (e.getOriginalMessage().startsWith(DUPLICATE)) {
      return "The body has two members of one name in one object.";
    }
    if (e instanceof MismatchedInputException mismatch) {
      return mismatch.getPath().isEmpty()
          ? NO_OBJECT
          : where(mismatch) + " must be " + wanted(mismatch.getTargetType()) + ".";
    }
    if (e instanceof JsonMappingException mapping
        && e.getCause() instanceof InputCoercionException) {
      return where(mapping) + " is out of range.";
    }
    @Nullable JsonLocation location =
        e.getCause() instanceof JsonProcessingException cause
            ? cause.getLocation()
            : e.getLocation();
    return location == null
        ? "The body is not JSON."
        : "The body is not JSON: it fails at line %d, column %d."
            .formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String where(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining(".", "'", "'"))
        .replace(".[", "[");
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "a boolean";
    }
    return type != null && List.class.isAssignableFrom(type) ? "a list" : "a JSON object";
  }

  /** A plain number with three decimals: what SDKs and AWS's own services write. */
  private static final class EpochSeconds extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    EpochSeconds() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }
  }

  /** A token leaves the server in the response of the call that made it, and nowhere else. */
  private static final class ShownOnce extends StdSerializer<AccessToken> {
    private static final long serialVersionUID = 1L;

    ShownOnce() {
      super(AccessToken.class);
    }

    @Override
    public void serialize(AccessToken token, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(token.value());
    }
  }
}
