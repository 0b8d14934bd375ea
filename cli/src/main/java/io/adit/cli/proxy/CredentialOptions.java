package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import io.adit.cli.proxy.options.SecretFile;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.link.Credentials;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the tokens; no text of its errors holds one. */
final class CredentialOptions {
  private static final Logger log = LoggerFactory.getLogger(CredentialOptions.class);
  private static final int MAX_ACCESS_TOKEN_CHARS = 4_096;

  private final OptionValues values;

  CredentialOptions(OptionValues values) {
    this.values = values;
  }

  Credentials read() throws UsageException {
    AccessToken accessToken = accessToken();
    Optional<String> clientToken = values.get(ProxyOption.CLIENT_TOKEN);
    try {
      // Without one a link that was cut could not come back: the token would be spent.
      return clientToken.isEmpty()
          ? Credentials.of(accessToken)
          : new Credentials(accessToken, parseClientToken(clientToken.get()));
    } catch (IllegalArgumentException e) {
      throw new RejectedInputException(ProxyOption.ACCESS_TOKEN, String.valueOf(e.getMessage()));
    }
  }

  private AccessToken accessToken() throws UsageException {
    if (values.isOnCommandLine(ProxyOption.ACCESS_TOKEN)) {
      log.warn(
          "Found access token supplied via CLI arg. Consider using environment variable"
              + " AWSIOT_TUNNEL_ACCESS_TOKEN instead");
    }
    Optional<String> file = values.get(ProxyOption.ACCESS_TOKEN_FILE);
    boolean fileCounts = file.isPresent() && !values.isOnCommandLine(ProxyOption.ACCESS_TOKEN);
    Optional<String> token =
        fileCounts ? Optional.of(readFile(file.get())) : values.get(ProxyOption.ACCESS_TOKEN);
    String text =
        token.orElseThrow(() ->
            new UsageException(
                "an access token is needed: set AWSIOT_TUNNEL_ACCESS_TOKEN, or give"
                    + " --access-token-file"));
    if (text.isEmpty() || text.length() > MAX_ACCESS_TOKEN_CHARS) {
      throw new RejectedInputException(
          ProxyOption.ACCESS_TOKEN,
          "it has "
              + text.length()
              + " characters; 1 to "
              + MAX_ACCESS_TOKEN_CHARS
              + " are allowed");
    }
    return new AccessToken(text);
  }

  private static String readFile(String name) throws UsageException {
    try {
      Path file = Path.of(name);
      SecretFile.warnIfReadableByOthers(file);
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException("--access-token-file: cannot read " + name + ": " + e.getMessage());
    }
  }

  private static ClientToken parseClientToken(String text) throws UsageException {
    return ClientToken.parse(text)
        .orElseThrow(() ->
            new RejectedInputException(
                ProxyOption.CLIENT_TOKEN,
                "it has "
                    + text.length()
                    + " characters; a client token is 32 to 128 letters, digits and hyphens"));
  }
}
