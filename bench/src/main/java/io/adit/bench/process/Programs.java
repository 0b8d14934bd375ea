package io.adit.bench.process;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Public tools by their names. A bench leaves out what is not there, and says in the end how to get
 * it.
 */
public final class Programs {
  /** Where servers are, which an ordinary user's PATH does not name. */
  private static final List<String> ALSO = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

  private final List<Path> folders;
  private final Map<String, String> missing = new LinkedHashMap<>();

  Programs(String searchPath) {
    this.folders =
        Stream.concat(Stream.of(searchPath.split(File.pathSeparator, -1)), ALSO.stream())
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .toList();
  }

  /** Those of this process's PATH, and of the folders for servers. */
  public static Programs onPath() {
    return new Programs(System.getenv().getOrDefault("PATH", ""));
  }

  /**
   * The program of this name; one that is not there is remembered as missing.
   *
   * @param get how to get it, such as "apt-get install nginx"
   */
  public Optional<Path> find(String name, String get) {
    var found =
        folders.stream()
            .map(folder -> folder.resolve(name))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
    if (found.isEmpty()) {
      isMissing(name, get);
    }
    return found;
  }

  /** Remembers something that is not there, such as a part of a program. */
  public void isMissing(String name, String get) {
    missing.put(name, get);
  }

  /** Says what was left out, and how to get it; nothing where all was there. */
  public void tellMissing(PrintWriter out) {
    missing.forEach(
        (name, get) -> out.println("Left out: " + name + " is not there (" + get + ")"));
  }
}
