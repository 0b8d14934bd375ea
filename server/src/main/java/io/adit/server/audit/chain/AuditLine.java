package io.adit.server.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A record as it stands in a file. The hash is the SHA-256 of the line without it:
 *
 * <pre>
 * {"seq":7,"prev":"(hash of 6)","at":"…","event":"…",…            ,"hash":"…"}
 * └────────────────────── these bytes, and a } behind them ──────┘
 * </pre>
 *
 * <p>They are hashed as they stand: nothing is sorted or spelled anew, so that two programs cannot
 * disagree about it.
 */
public final class AuditLine {
  private static final byte[] SEQ = "{\"seq\":".getBytes(UTF_8);
  private static final byte[] PREV = ",\"prev\":\"".getBytes(UTF_8);
  private static final byte[] HASH = ",\"hash\":\"".getBytes(UTF_8);
  private static final byte[] END = "\"}".getBytes(UTF_8);
  private static final int TAIL_BYTES = HASH.length + AuditPosition.HASH_CHARS + END.length;
  private static final int MOST_DIGITS = 18;
  private static final int MOST_BYTES = 1 << 16;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private final byte[] bytes;
  private final AuditPosition position;
  private final String prev;

  private AuditLine(byte[] bytes, AuditPosition position, String prev) {
    this.bytes = bytes;
    this.position = position;
    this.prev = prev;
  }

  /** The record that follows another. */
  public static AuditLine next(AuditPosition last, AuditEntry entry) {
    long seq = last.seq() + 1;
    byte[] body = body(seq, last.hash(), entry);
    String hash = sha256(body);
    byte[] bytes = new byte[body.length - 1 + TAIL_BYTES];
    System.arraycopy(body, 0, bytes, 0, body.length - 1);
    byte[] tail = (",\"hash\":\"" + hash + "\"}").getBytes(UTF_8);
    System.arraycopy(tail, 0, bytes, body.length - 1, tail.length);
    return new AuditLine(bytes, new AuditPosition(seq, hash), last.hash());
  }

  /** The record that a line is, whether its hash fits or not; empty: it is none. */
  public static Optional<AuditLine> parse(byte[] line) {
    int digits = digitsAt(line, SEQ.length);
    int prevAt = SEQ.length + digits + PREV.length;
    int hashAt = line.length - TAIL_BYTES + HASH.length;
    if (digits == 0
        || !has(line, 0, SEQ)
        || !has(line, SEQ.length + digits, PREV)
        || !isHash(line, prevAt)
        || hashAt < prevAt + AuditPosition.HASH_CHARS
        || !has(line, line.length - TAIL_BYTES, HASH)
        || !isHash(line, hashAt)
        || !has(line, line.length - END.length, END)) {
      return Optional.empty();
    }
    long seq = Long.parseLong(new String(line, SEQ.length, digits, UTF_8));
    return Optional.of(
        new AuditLine(
            line, new AuditPosition(seq, hashText(line, hashAt)), hashText(line, prevAt)));
  }

  public AuditPosition position() {
    return position;
  }

  public long seq() {
    return position.seq();
  }

  /** The hash that the record before it is said to have. */
  public String prev() {
    return prev;
  }

  /** Whether its hash is that of its bytes. */
  public boolean isWhole() {
    byte[] body = new byte[bytes.length - TAIL_BYTES + 1];
    System.arraycopy(bytes, 0, body, 0, body.length - 1);
    body[body.length - 1] = '}';
    return sha256(body).equals(position.hash());
  }

  /** The line, without its end. */
  public byte[] bytes() {
    return bytes;
  }

  /** As JSON. Throws UncheckedIOException where it is none. */
  public JsonNode tree() {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("record " + position.seq() + " is no JSON", e);
    }
  }

  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }

  /** A record that is too large even so keeps only what is short. */
  private static byte[] body(long seq, String prev, AuditEntry entry) {
    byte[] body = body(seq, prev, entry, value -> value);
    return body.length <= MOST_BYTES
        ? body
        : body(
            seq,
            prev,
            entry,
            value -> value instanceof Map || value instanceof Collection ? "(too large)" : value);
  }

  private static byte[] body(
      long seq, String prev, AuditEntry entry, UnaryOperator<Object> shortened) {
    var out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("seq", seq);
      json.writeStringField("prev", prev);
      json.writeStringField("at", time(entry.at()));
      json.writeStringField("event", entry.event().wireName());
      for (Map.Entry<String, Object> member : entry.members().entrySet()) {
        json.writeFieldName(member.getKey());
        json.writePOJO(shortened.apply(Redaction.value(member.getValue())));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Always with six decimals, so that times sort as texts. */
  public static String time(Instant at) {
    String text = at.truncatedTo(ChronoUnit.MICROS).toString();
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text.substring(0, text.length() - 1) : text.substring(0, dot);
    String decimals = dot < 0 ? "" : text.substring(dot + 1, text.length() - 1);
    return whole + "." + (decimals + "000000").substring(0, 6) + "Z";
  }

  private static int digitsAt(byte[] line, int start) {
    int digits = 0;
    while (digits < MOST_DIGITS
        && start + digits < line.length
        && line[start + digits] >= '0'
        && line[start + digits] <= '9') {
      digits++;
    }
    return digits;
  }

  private static boolean has(byte[] line, int start, byte[] wanted) {
    if (start < 0 || start + wanted.length > line.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (line[start + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHash(byte[] line, int start) {
    if (start + AuditPosition.HASH_CHARS > line.length) {
      return false;
    }
    for (int i = start; i < start + AuditPosition.HASH_CHARS; i++) {
      if (!isHex(line[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(byte digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  }

  private static String hashText(byte[] line, int start) {
    return new String(line, start, AuditPosition.HASH_CHARS, UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
