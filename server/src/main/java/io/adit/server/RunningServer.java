package io.adit.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running server is to be found; kept in its data folder while it runs.
 *
 * @param url of the API, without a slash at its end
 * @param host as in {@code url}
 * @param mqttPort of the gateway, on the same host; null where there is none
 * @param ca the certificates that clients must trust, a file; null when the server's certificate is
 *     the operator's own and comes from an authority that is known anyway
 * @param account null: written by an older one, which did not tell
 * @param started when, in ISO form
 */
public record RunningServer(
    String url,
    String host,
    int port,
    @Nullable Integer mqttPort,
    long pid,
    @Nullable String ca,
    String region,
    @Nullable String account,
    String started) {
  private static final String NAME = "endpoint.json";

  /** The server that runs on this data folder now. */
  public static Optional<RunningServer> find(Path folder) throws IOException {
    try {
      if (!FolderLock.isHeld(folder)) {
        return Optional.empty(); // what a killed server left behind does not count
      }
      return Optional.of(mapper().readValue(Files.readString(file(folder)), RunningServer.class));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it is still starting
    } catch (JacksonException e) {
      throw new IOException(file(folder) + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  void write(Path folder) throws IOException {
    Path draft = folder.resolve(NAME + ".new");
    Files.writeString(
        draft, mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    Files.move(draft, file(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(file(folder));
  }

  /** Whether one was written and not removed: the server runs, or it did not stop by itself. */
  static boolean isKept(Path folder) {
    return Files.exists(file(folder));
  }

  static Path file(Path folder) {
    return folder.resolve(NAME);
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }
}
