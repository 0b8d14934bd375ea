package io.adit.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.adit.wire.AccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as awsJson1.1 has it; the only user of Jackson.
 *
 * <p>Read: unknown members are ignored and null is as good as absent, but a value is never taken
 * for another type. Written: nulls are left out, times are seconds since 1970 with milliseconds.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
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
          .addModule(
              new SimpleModule().addSerializer(new EpochSeconds()).addSerializer(new ShownOnce()))
          .build();

  private Json() {}

  /** Reads an input; an empty body is an empty structure. */
  static <T> T read(byte[] body, Class<T> type) {
    try {
      @Nullable T value = MAPPER.readValue(body.length == 0 ? new byte[] {'{', '}'} : body, type);
      if (value == null) {
        throw new ApiException(ApiError.SERIALIZATION, "The body must be a JSON object, not null.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ApiException(ApiError.SERIALIZATION, fault(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fault(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return "The body is not JSON: it fails at line %d, column %d."
          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
    String where = where(mapping.getPath());
    return mapping instanceof MismatchedInputException mismatch
        ? "%s must be %s%s.".formatted(where, wanted(mismatch.getTargetType()), found(mismatch))
        : "%s cannot be read: it is out of range or not JSON.".formatted(where);
  }

  private static String where(List<JsonMappingException.Reference> path) {
    if (path.isEmpty()) {
      return "The body";
    }
    return path.stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining(".", "'", "'"))
        .replace(".[", "[");
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "a boolean";
    }
    return type == List.class ? "a list" : "a JSON object";
  }

  private static String found(MismatchedInputException mismatch) {
    if (!(mismatch.getProcessor() instanceof JsonParser parser) || !parser.hasCurrentToken()) {
      return "";
    }
    return switch (parser.currentToken()) {
      case START_OBJECT, FIELD_NAME, END_OBJECT -> ", not an object";
      case START_ARRAY, END_ARRAY -> ", not a list";
      case VALUE_STRING -> ", not a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ", not the number it is";
      case VALUE_TRUE, VALUE_FALSE -> ", not a boolean";
      case VALUE_NULL -> ", not null";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "";
    };
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
