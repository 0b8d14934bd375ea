package io.adit.cli.proxy.options;

import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Endpoint;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of {@code --config-dir}: files of lines {@code SERVICE = ENDPOINT}. They are read in
 * the order of their paths, and the first line for a service counts.
 */
public final class ServiceFiles {
  /** Where the official client looks by itself, under the working directory. */
  private static final String DEFAULT_FOLDER = "config";

  private static final int MAX_DEPTH = 16;
  private static final int MAX_FILES = 1_000;
  private static final Logger log = LoggerFactory.getLogger(ServiceFiles.class);

  private ServiceFiles() {}

  /**
   * The folder to read: the one that was given, or the default where it exists.
   *
   * @throws UsageException where the one that was given is no folder, or is empty
   */
  public static Optional<Path> folder(OptionValues values) throws UsageException {
    Optional<String> given = values.get(ProxyOption.CONFIG_DIR);
    if (given.isEmpty()) {
      return Optional.of(Path.of(DEFAULT_FOLDER)).filter(Files::isDirectory);
    }
    try {
      Path folder = Path.of(given.get());
      requireFilled(folder);
      return Optional.of(folder);
    } catch (InvalidPathException e) {
      throw new RejectedInputException(ProxyOption.CONFIG_DIR, "it is no folder's name");
    }
  }

  private static void requireFilled(Path folder) throws UsageException {
    if (!Files.exists(folder)) {
      throw new UsageException("--config-dir: " + folder + " does not exist");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--config-dir: " + folder + " is a file; give the folder it is in");
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        throw new UsageException(
            "--config-dir: " + folder + " is empty; put a file with SERVICE = ENDPOINT there");
      }
    } catch (IOException e) {
      throw new UsageException("--config-dir: " + folder + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * The endpoints of all services in the folder. A file that is not of the form is passed over with
   * a warning.
   *
   * @param defaultHost the host of an endpoint that is a port only
   * @throws UsageException where the folder cannot be read
   */
  public static Map<String, Endpoint> read(Path folder, String defaultHost) throws UsageException {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      log.info("Service mappings are read from {}", file);
      try {
        readFile(file, defaultHost).forEach(endpoints::putIfAbsent);
      } catch (UsageException e) {
        log.warn("{}; the file is passed over", e.text());
      }
    }
    return endpoints;
  }

  private static Map<String, Endpoint> readFile(Path file, String defaultHost)
      throws UsageException {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (IniFile.Entry entry : IniFile.read(file)) {
      String place = IniFile.place(file, entry.line());
      if (!ServiceMap.SERVICE_FORM.matcher(entry.key()).matches()) {
        throw new UsageException(place + " names no service: '" + entry.key() + "'");
      }
      try {
        endpoints.putIfAbsent(entry.key(), Endpoint.parse(entry.value(), defaultHost));
      } catch (IllegalArgumentException e) {
        throw new UsageException(place + " has a wrong endpoint: " + e.getMessage());
      }
    }
    return endpoints;
  }

  /** Links are followed: a mounted folder may consist of them. */
  private static List<Path> files(Path folder) throws UsageException {
    FileCollector collector = new FileCollector();
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, collector);
    } catch (IOException e) {
      throw new UsageException("--config-dir: " + folder + " cannot be read: " + e.getMessage());
    }
    return List.copyOf(collector.files);
  }

  private static final class FileCollector extends SimpleFileVisitor<Path> {
    private final TreeSet<Path> files = new TreeSet<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(file);
      }
      if (files.size() < MAX_FILES) {
        return FileVisitResult.CONTINUE;
      }
      log.warn("There are {} files of services or more; the others are not read", MAX_FILES);
      return FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      log.warn("{} cannot be read: {}; it is passed over", file, e.toString());
      return FileVisitResult.CONTINUE;
    }
  }
}
