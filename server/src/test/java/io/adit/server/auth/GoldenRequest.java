package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A request as it was captured, read from a text file: request line, headers, empty line, body. */
public record GoldenRequest(String name, ApiRequest request) {

  /** All of a folder of this package's resources, by name. */
  public static List<GoldenRequest> folder(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(GoldenRequest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static GoldenRequest one(String folder, String name) {
    return read(path(folder).resolve(name + ".txt"));
  }

  private static Path path(String folder) {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenRequest.class.getResource(folder), folder).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(folder, e);
    }
  }

  private static GoldenRequest read(Path file) {
    try {
      String text = Files.readString(file);
      String name = file.getFileName().toString().replace(".txt", "");
      return new GoldenRequest(name, parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiRequest parse(String text) {
    int end = text.indexOf("\n\n");
    List<String> lines = text.substring(0, end).lines().toList();
    String line = lines.getFirst();
    String method = line.substring(0, line.indexOf(' '));
    String target = line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
    int question = target.indexOf('?');
    Map<String, List<String>> headers = headers(lines.subList(1, lines.size()));
    return new ApiRequest(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        text.substring(end + 2).getBytes(UTF_8),
        "127.0.0.1",
        "request-of-a-file");
  }

  // A continued line counts as a further value: so do AWS's vectors.
  private static Map<String, List<String>> headers(List<String> lines) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    String name = "";
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (!line.startsWith(" ")) {
        name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      }
      headers
          .computeIfAbsent(name, first -> new ArrayList<>())
          .add(line.substring(line.startsWith(" ") ? 0 : colon + 1).strip());
    }
    return headers;
  }

  @Override
  public String toString() {
    return name;
  }
}
