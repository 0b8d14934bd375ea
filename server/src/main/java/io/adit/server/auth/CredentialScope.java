package io.adit.server.auth;

/**
 * What a signing key is good for.
 *
 * @param date eight digits
 */
record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  /** As it stands in the string to sign. */
  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
