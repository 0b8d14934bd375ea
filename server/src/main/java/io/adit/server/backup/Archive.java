package io.adit.server.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The file of a backup. Whoever reads one relies on nothing in it: a name leads nowhere else, and a
 * content is what the manifest says.
 *
 * <pre>
 * zip: adit.db · secret.key · ca.pem · … · manifest.json
 * </pre>
 */
public final class Archive {
  private static final String MANIFEST = "manifest.json";
  private static final long LONGEST_MANIFEST = 4L << 20;

  /** Plain names, below folders with plain names. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

  private static final JsonMapper JSON = new JsonMapper();

  private Archive() {}

  /** Whether a file can be in one. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(MANIFEST);
  }

  /** What all of it passes on its way to the disk; closed, it has let all of it through. */
  @FunctionalInterface
  public interface Wrapping {
    OutputStream around(OutputStream file) throws IOException;
  }

  /**
   * Writes one into an empty file; on return it is on the disk.
   *
   * @param contents the files, by the names that they get
   * @param made when, and by which version
   */
  public static Manifest write(Path file, Wrapping wrapping, Map<String, Path> contents, Made made)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Manifest manifest;
      try (OutputStream out = wrapping.around(new Unclosed(Channels.newOutputStream(channel)))) {
        manifest = write(out, contents, made);
      }
      channel.force(true);
      return manifest;
    }
  }

  /** When a backup was made, in ISO form, and by which version of the program. */
  public record Made(String at, String by) {}

  /** Stays open, for whoever must see to the disk when all is written. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length); // and not byte by byte
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  private static Manifest write(OutputStream out, Map<String, Path> contents, Made made)
      throws IOException {
    var zip = new ZipOutputStream(new BufferedOutputStream(out));
    Map<String, Manifest.Sum> sums = new TreeMap<>();
    for (var content : new TreeMap<>(contents).entrySet()) {
      zip.putNextEntry(new ZipEntry(content.getKey()));
      try (InputStream in = Files.newInputStream(content.getValue())) {
        sums.put(content.getKey(), copy(in, zip));
      }
      zip.closeEntry();
    }
    var manifest = new Manifest(Manifest.FORM, made.at(), made.by(), sums);
    zip.putNextEntry(new ZipEntry(MANIFEST));
    zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
    zip.closeEntry();
    zip.finish();
    zip.flush();
    return manifest;
  }

  /**
   * Takes everything out, into an empty folder.
   *
   * @throws BackupException when it is no backup, or not as it was made
   */
  public static Manifest extract(Path file, Path folder) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      Manifest manifest = manifest(file, zip);
      for (var content : manifest.files().entrySet()) {
        extract(file, zip, content.getKey(), content.getValue(), folder);
      }
      return manifest;
    } catch (ZipException e) {
      throw new BackupException(
          "%s is no backup of Adit, or it was cut off (%s)".formatted(file, e.getMessage()));
    }
  }

  private static Manifest manifest(Path file, ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null || entry.getSize() > LONGEST_MANIFEST) {
      throw new BackupException("%s is a zip, but no backup of Adit".formatted(file));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Manifest manifest = JSON.readValue(in.readNBytes((int) LONGEST_MANIFEST), Manifest.class);
      if (manifest.form() != Manifest.FORM) {
        throw new BackupException(
            "%s was made by a newer Adit (%s): use that version"
                .formatted(file, manifest.madeBy()));
      }
      return manifest;
    } catch (JacksonException e) {
      throw new BackupException(
          "%s is damaged: its manifest cannot be read (%s)"
              .formatted(file, e.getOriginalMessage()));
    }
  }

  private static void extract(
      Path file, ZipFile zip, String name, Manifest.Sum expected, Path folder) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || !isName(name)) {
      throw new BackupException("%s is damaged: %s is not in it".formatted(file, name));
    }
    Path target = folder.resolve(name);
    Files.createDirectories(target.resolveSibling("."));
    try (InputStream in = zip.getInputStream(entry);
        FileChannel channel =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      if (!copy(in, out).equals(expected)) {
        throw new BackupException(
            "%s is damaged: %s in it is not what was put in. Use another backup"
                .formatted(file, name));
      }
      channel.force(true);
    }
  }

  private static Manifest.Sum copy(InputStream in, OutputStream out) throws IOException {
    var digest = new DigestInputStream(in, sha256());
    long bytes = digest.transferTo(out);
    return new Manifest.Sum(bytes, HexFormat.of().formatHex(digest.getMessageDigest().digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("no SHA-256 here", e));
    }
  }
}
