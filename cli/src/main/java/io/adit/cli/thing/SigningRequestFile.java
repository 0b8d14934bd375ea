package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import io.adit.server.tls.SigningRequest;
import io.adit.server.tls.TlsProblem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A request for a certificate that a device has made, so that its key never leaves it. */
final class SigningRequestFile {
  private static final long MOST_BYTES = 4096; // as the API takes

  private SigningRequestFile() {}

  /**
   * Reads and checks it, so that nothing is registered for one that is no use.
   *
   * @throws CommandFailedException saying what is wrong with it
   */
  static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandFailedException(
            "%s has more than %d bytes; a certificate signing request is shorter"
                .formatted(file, MOST_BYTES));
      }
      String pem = Files.readString(file);
      var _ = SigningRequest.parse(pem);
      return pem;
    } catch (TlsProblem e) {
      throw new CommandFailedException(
          file
              + " "
              + e.getMessage()
              + ". On the device: openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256"
              + " -nodes -keyout device.key -subj /CN=THING -out device.csr");
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no file " + file);
    } catch (MalformedInputException e) {
      throw new CommandFailedException(file + " is not in PEM form (BEGIN CERTIFICATE REQUEST)");
    } catch (IOException e) {
      throw new CommandFailedException(file + " cannot be read: " + e);
    }
  }
}
