package io.adit.cli.proxy.options;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of {@code --settings-json}: one JSON object whose nesting spells the keys. */
public final class SettingsFile {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Logger log = LoggerFactory.getLogger(SettingsFile.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private SettingsFile() {}

  /**
   * @throws UsageException naming the file and the key with its value
   */
  static Settings read(String name) throws UsageException {
    Path file = path(name, ProxyOption.SETTINGS_JSON);
    JsonNode root = parse(file);
    if (!root.isObject()) {
      throw new UsageException(file + " holds no JSON object");
    }
    SettingsReader reader = new SettingsReader(file);
    reader.read("", root);
    return reader.settings();
  }

  private static JsonNode parse(Path file) throws UsageException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " has more than 1 MiB; it holds no settings");
      }
      return JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UsageException(file + " does not exist");
    } catch (JacksonException e) {
      throw new UsageException(file + place(e) + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + e.getMessage());
    }
  }

  private static String place(JacksonException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr() + ",";
  }

  /**
   * Writes every setting with its default. A file that is there already is replaced as a whole, as
   * the official client does, and the log says so.
   */
  public static void writeDefaults(String name) throws UsageException {
    Path file = path(name, ProxyOption.EXPORT_DEFAULT_SETTINGS);
    boolean replaces = Files.exists(file);
    try {
      byte[] json = JSON.writeValueAsBytes(defaults());
      if (!replaces || Files.isRegularFile(file)) {
        replace(file, json);
      } else {
        Files.write(file, json);
      }
    } catch (IOException e) {
      throw new UsageException("--export-default-settings: cannot write " + file + ": " + e);
    }
    log.info(
        "The default settings are in {}{}", file, replaces ? ", in place of what was there" : "");
  }

  private static void replace(Path file, byte[] json) throws IOException {
    // Not a temporary file: that would be for its maker's eyes only.
    Path half = file.resolveSibling("." + UUID.randomUUID() + ".json");
    try {
      Files.write(half, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static ObjectNode defaults() {
    ObjectNode root = JSON.createObjectNode();
    for (Setting setting : Setting.values()) {
      put(root, setting.key(), defaultOf(setting));
    }
    new TreeMap<>(Settings.DEFAULT_REGION_HOSTS)
        .forEach((region, host) -> put(root, Setting.REGION_PREFIX + region, host));
    return root;
  }

  private static Object defaultOf(Setting setting) {
    return switch (setting.form()) {
      case WHOLE_NUMBER, UNUSED -> Long.valueOf(setting.byDefault());
      case TRUTH -> Boolean.valueOf(setting.byDefault());
      case HOST, HOST_FORMAT, SUBPROTOCOL -> setting.byDefault();
    };
  }

  private static void put(ObjectNode root, String key, Object value) {
    List<String> names = List.of(key.split("\\.", -1));
    ObjectNode at = root;
    for (String name : names.subList(0, names.size() - 1)) {
      at = at.withObjectProperty(name);
    }
    at.putPOJO(names.getLast(), value);
  }

  private static Path path(String name, ProxyOption option) throws UsageException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new RejectedInputException(option, "it is no file name");
    }
  }
}
