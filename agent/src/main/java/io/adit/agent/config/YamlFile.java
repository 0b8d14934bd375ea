package io.adit.agent.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A YAML file of keys with a text each, or with one further level of such keys; every value knows
 * its line. The only user of the YAML library.
 */
final class YamlFile {
  /** What stands behind a key. */
  sealed interface Value {
    int line();
  }

  /** A scalar, as it is written. */
  record Text(String text, int line) implements Value {}

  /** Keys of their own. */
  record Section(SequencedMap<String, Text> entries, int line) implements Value {}

  private static final int MAX_BYTES = 65_536;

  /** What the library says among the places that it shows. */
  private static final Pattern PROBLEM_LINE =
      Pattern.compile("^(while|found|expected|could not|mapping|Duplicate)");

  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path path;
  private final Map<String, Value> values = new LinkedHashMap<>();

  private YamlFile(Path path) {
    this.path = path;
  }

  static YamlFile read(Path path) throws InvalidConfigException {
    var file = new YamlFile(path);
    try (JsonParser yaml = YAML.createParser(file.bytes())) {
      file.readValues(yaml);
    } catch (JsonProcessingException e) {
      throw file.broken(e);
    } catch (IOException e) {
      throw file.problem("it cannot be read: " + e.getMessage());
    }
    return file;
  }

  /** The value of a key. */
  Optional<Value> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** All of them, in the file's order. */
  Map<String, Value> values() {
    return values;
  }

  InvalidConfigException problem(String text) {
    return new InvalidConfigException(path + ": " + text);
  }

  InvalidConfigException problem(int line, String text) {
    return new InvalidConfigException(path + ", line " + line + ": " + text);
  }

  private byte[] bytes() throws InvalidConfigException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw problem(
            "it has %d bytes; at most %d are read".formatted(Files.size(path), MAX_BYTES));
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw problem("there is no such file; 'adit thing create' writes one");
    } catch (IOException e) {
      throw problem("it cannot be read: " + e.getMessage());
    }
  }

  private InvalidConfigException broken(JsonProcessingException e) {
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    String what =
        e.getOriginalMessage()
            .lines()
            .filter(PROBLEM_LINE.asPredicate())
            .collect(Collectors.joining(", "))
            .replaceFirst("^Duplicate [Ff]ield ('.*')$", "the key $1 occurs twice");
    return problem(line, what.isEmpty() ? "it is no YAML" : what);
  }

  private void readValues(JsonParser yaml) throws IOException, InvalidConfigException {
    JsonToken first = yaml.nextToken();
    if (first == null) {
      throw problem("it is empty; 'thing', 'mqtt', 'certificate' and 'key' are needed");
    }
    if (first != JsonToken.START_OBJECT) {
      throw problem(1, "a 'key: value' on each line is wanted");
    }
    while (yaml.nextToken() != JsonToken.END_OBJECT) {
      String key = yaml.currentName();
      int line = yaml.currentTokenLocation().getLineNr();
      JsonToken token = yaml.nextToken();
      values.put(
          key, token == JsonToken.START_OBJECT ? section(yaml, line) : text(yaml, key, line));
    }
  }

  private Section section(JsonParser yaml, int line) throws IOException, InvalidConfigException {
    var entries = new LinkedHashMap<String, Text>();
    while (yaml.nextToken() != JsonToken.END_OBJECT) {
      String key = yaml.currentName();
      int at = yaml.currentTokenLocation().getLineNr();
      yaml.nextToken();
      entries.put(key, text(yaml, key, at));
    }
    return new Section(entries, line);
  }

  private Text text(JsonParser yaml, String key, int line)
      throws IOException, InvalidConfigException {
    JsonToken token = yaml.currentToken();
    if (token == null || !token.isScalarValue()) {
      throw problem(line, "'" + key + "' holds a list or a further level; one value is wanted");
    }
    if (token == JsonToken.VALUE_NULL || yaml.getText().isBlank()) {
      throw problem(line, "'" + key + "' has no value");
    }
    return new Text(yaml.getText().strip(), line);
  }
}
