package io.adit.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A configuration file: lines of {@code key = value} in the form of Java's properties, in UTF-8,
 * with the keys of {@link ServerSetting}.
 */
final class ConfigurationFile {
  private ConfigurationFile() {}

  /**
   * @throws InvalidSettingException for what cannot be read and for a key that is unknown
   */
  static Map<String, String> read(Path file) {
    var values = new TreeMap<String, String>();
    try (Reader reader = Files.newBufferedReader(file)) {
      var properties = new Once(file);
      properties.load(reader);
      properties.forEach((key, value) -> values.put((String) key, (String) value));
    } catch (NoSuchFileException e) {
      throw new InvalidSettingException("There is no configuration file " + file);
    } catch (MalformedInputException e) {
      throw new InvalidSettingException("The configuration file " + file + " is not in UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSettingException(
          "The configuration file " + file + " cannot be read: " + e.getMessage());
    }
    values.keySet().forEach(key -> requireKnown(key, file));
    return values;
  }

  private static void requireKnown(String key, Path file) {
    List<String> keys = ServerSetting.keys();
    if (!keys.contains(key)) {
      String nearest =
          keys.stream().min(Comparator.comparingInt(known -> distance(key, known))).orElseThrow();
      throw new InvalidSettingException(
          "%s has the unknown key '%s'; the nearest is '%s'. All keys: %s"
              .formatted(file, key, nearest, String.join(", ", keys)));
    }
  }

  /** How many letters must be put in, left out or replaced (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** Properties that take no key twice. */
  private static final class Once extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    Once(Path file) {
      this.file = file;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new InvalidSettingException(file + " has the key '" + key + "' twice");
      }
      return super.put(key, value);
    }
  }
}
