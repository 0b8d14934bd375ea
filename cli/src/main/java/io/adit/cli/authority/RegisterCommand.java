package io.adit.cli.authority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.api.OwnCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit authority register}. */
@Command(
    name = "register",
    header = "Accept the certificates that an authority signs.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit authority register --certificate factory-ca.pem",
      "  adit authority register --certificate ca.pem --thing-name-rule 'dns={thing}.example.com'"
    })
final class RegisterCommand implements Callable<Integer> {
  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "FILE",
      description = "The authority's certificate, in PEM form.")
  private @Nullable Path certificate;

  @Option(
      names = "--thing-name-rule",
      paramLabel = "RULE",
      description = {
        "Where a device's certificate has the thing's name: cn (default), dns or uri, also with a"
            + " form around it such as dns={thing}.example.com; or none: each certificate is"
            + " attached by hand."
      })
  private @Nullable String rule;

  @Option(
      names = "--create-things",
      description = "Register a thing when a device with a name that is not known comes.")
  private boolean createThings;

  @Mixin private final OwnCall call = new OwnCall();

  RegisterCommand() {}

  @Override
  public Integer call() {
    ObjectNode input =
        JsonText.object().put("certificatePem", pem()).put("createThings", createThings);
    if (rule != null) {
      input.put("thingNameRule", rule);
    }
    JsonNode answer = call.call("RegisterDeviceAuthority", input);
    call.show(answer, () -> AuthorityTable.of(List.of(answer.path("authority"))));
    return ExitCode.OK;
  }

  private String pem() {
    Path file = certificate == null ? Path.of("") : certificate;
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no file " + file);
    } catch (IOException e) {
      throw new CommandFailedException(file + " cannot be read: " + e);
    }
  }
}
