package io.adit.wire;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The text a client adds to its access token so that it may use the token again after its link was
 * cut (protocol guides V2 and V3: 32 to 128 of {@code [a-zA-Z0-9-]}). A secret: {@code toString}
 * hides it.
 */
public record ClientToken(String value) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9-]{32,128}");

  public ClientToken {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a client token is 32 to 128 letters, digits and hyphens; this one has "
              + value.length()
              + " characters");
    }
  }

  /** The token in a text; empty where the text has not the form. */
  public static Optional<ClientToken> parse(String text) {
    return isValid(text) ? Optional.of(new ClientToken(text)) : Optional.empty();
  }

  /** A new one, a version 4 UUID as AWS recommends. */
  public static ClientToken mint() {
    return new ClientToken(UUID.randomUUID().toString());
  }

  /** SHA-256 of the text, in hex: the only form that is ever stored. */
  public String hash() {
    return AccessToken.sha256(value);
  }

  private static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "ClientToken[hidden]";
  }
}
