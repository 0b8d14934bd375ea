package io.adit.cli.proxy.options;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of lines {@code key = value} as the official client reads them: a {@code #} begins a
 * comment wherever it stands, spaces around key and value do not count, and there are no sections.
 */
final class IniFile {
  private static final int MAX_BYTES = 1024 * 1024;

  /** One line that says something. */
  record Entry(int line, String key, String value) {}

  private IniFile() {}

  /**
   * The entries in their order.
   *
   * @throws UsageException naming the file and, where there is one, the line
   */
  static List<Entry> read(Path file) throws UsageException {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text(file).lines().toList()) {
      number++;
      String said = withoutComment(line).strip();
      if (!said.isEmpty()) {
        entries.add(entry(file, number, said));
      }
    }
    return entries;
  }

  private static Entry entry(Path file, int number, String said) throws UsageException {
    int equals = said.indexOf('=');
    if (equals < 1) {
      throw new UsageException(place(file, number) + " is not of the form 'key = value'");
    }
    String key = said.substring(0, equals).strip();
    return new Entry(number, key, said.substring(equals + 1).strip());
  }

  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return hash < 0 ? line : line.substring(0, hash);
  }

  /** How errors name a line. */
  static String place(Path file, int line) {
    return file + ", line " + line + ",";
  }

  private static String text(Path file) throws UsageException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UsageException(file + " has more than 1 MiB; it is no file of 'key = value'");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new UsageException(file + " does not exist");
    } catch (CharacterCodingException e) {
      throw new UsageException(file + " is not in UTF-8");
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + e.getMessage());
    }
  }
}
