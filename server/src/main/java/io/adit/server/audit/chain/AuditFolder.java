package io.adit.server.audit.chain;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder with the files of the log. A file's name has the number of its first record, so that
 * names sort as the records do: {@code audit-000000000000001-20261127.jsonl}.
 */
public final class AuditFolder {
  private static final Pattern NAME = Pattern.compile("audit-([0-9]{15})-([0-9]{8})\\.jsonl");

  private final Path path;

  /**
   * One of the files.
   *
   * @param day when it was begun, as its name has it
   */
  public record Part(Path path, long firstSeq, String day) {
    public String name() {
      return String.valueOf(path.getFileName());
    }
  }

  public AuditFolder(Path path) {
    this.path = path;
  }

  /** Where a data folder has it. */
  public static AuditFolder in(Path data) {
    return new AuditFolder(data.resolve("audit"));
  }

  public Path path() {
    return path;
  }

  /** Makes the folder where there is none, open to its owner alone. */
  public void make() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path, rights("rwx------"));
    }
  }

  /** The files, the oldest first; none where there is no folder. */
  public List<Part> parts() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      List<Part> parts = new ArrayList<>();
      files.forEach(file -> part(file).ifPresent(parts::add));
      parts.sort(Comparator.comparingLong(Part::firstSeq));
      return parts;
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The newest file whose first record is not behind this one; the oldest where there is none. */
  public static int indexOf(List<Part> parts, long seq) {
    int index = 0;
    while (index + 1 < parts.size() && parts.get(index + 1).firstSeq() <= seq) {
      index++;
    }
    return index;
  }

  /** A day as names have it. */
  public static String day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** A new file, open to its owner alone. */
  public Path create(long firstSeq, String day) throws IOException {
    Path file = path.resolve("audit-%015d-%s.jsonl".formatted(firstSeq, day));
    FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            rights("rw-------"))
        .close();
    return file;
  }

  /** Sees that a new file's name survives a power cut. */
  public void sync() throws IOException {
    if (isPosix()) {
      try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static Optional<Part> part(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        ? Optional.of(new Part(file, Long.parseLong(name.group(1)), name.group(2)))
        : Optional.empty();
  }

  private FileAttribute<?>[] rights(String rights) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
