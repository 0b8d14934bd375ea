package io.adit.cli.api;

/**
 * A certificate that was issued now.
 *
 * @param pem with what leads to its authority
 */
public record IssuedCertificate(String id, String arn, String pem) {}
