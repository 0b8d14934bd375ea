package io.adit.peer.link;

import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;

/**
 * What lets a link in: the client access token, and the client token that lets the same pair come
 * back after the link was cut.
 */
public record Credentials(AccessToken accessToken, ClientToken clientToken) {

  /** A header's value must stay one header. */
  public Credentials {
    String token = accessToken.value();
    if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the access token must be printable ASCII without spaces; this one has "
              + token.length()
              + " characters");
    }
  }

  /** With a client token of our own, so that the link can come back. */
  public static Credentials of(AccessToken accessToken) {
    return new Credentials(accessToken, ClientToken.mint());
  }
}
