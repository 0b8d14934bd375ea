package io.adit.cli.tunnel;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.TunnelTokens;
import io.adit.cli.api.Tunnels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where tokens go, if anywhere: each is shown only once, and lets in whoever has it. */
final class TokenOutput {
  @Option(names = "--tokens", description = "Print the tokens too.")
  private boolean print;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Write the tokens into FILE.source and FILE.destination, which only you can read.")
  private @Nullable Path file;

  TokenOutput() {}

  /**
   * Calls, and puts the tokens where they belong. That the files can be written is found out before
   * the call, which cannot be undone.
   *
   * @return what is to be printed
   */
  Map<String, String> deliver(Tunnels.Sides sides, Supplier<TunnelTokens> call) {
    Map<String, Path> files = files(sides);
    Map<Path, Path> drafts = new LinkedHashMap<>();
    try {
      for (Path each : files.values()) {
        drafts.put(each, draft(each));
      }
      TunnelTokens tokens = call.get();
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("tunnelId", tokens.tunnelId());
      fields.put("tunnelArn", tokens.arn());
      put("source", tokens.source(), files, drafts, fields);
      put("destination", tokens.destination(), files, drafts, fields);
      return fields;
    } catch (IOException e) {
      throw new CommandFailedException("the tokens cannot be written: " + e.getMessage());
    } finally {
      drafts.values().forEach(TokenOutput::delete);
    }
  }

  private void put(
      String side,
      @Nullable String token,
      Map<String, Path> files,
      Map<Path, Path> drafts,
      Map<String, String> fields)
      throws IOException {
    if (token == null) {
      return;
    }
    if (print) {
      fields.put(side + "AccessToken", token);
    }
    Path target = files.get(side);
    if (target != null) {
      Path draft = Objects.requireNonNull(drafts.get(target));
      Files.writeString(draft, token + "\n");
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      fields.put(side + "TokenFile", target.toString());
    }
  }

  private Map<String, Path> files(Tunnels.Sides sides) {
    Map<String, Path> files = new LinkedHashMap<>();
    if (file != null) {
      if (sides != Tunnels.Sides.DESTINATION) {
        files.put("source", Path.of(file + ".source"));
      }
      if (sides != Tunnels.Sides.SOURCE) {
        files.put("destination", Path.of(file + ".destination"));
      }
    }
    return files;
  }

  /** A new file beside the target, for its owner's eyes from the first moment. */
  private static Path draft(Path target) throws IOException {
    return Files.createTempFile(
        target.toAbsolutePath().getParent(),
        ".token",
        null,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      System.err.println("adit: " + draft + " cannot be removed: " + e.getMessage());
    }
  }
}
