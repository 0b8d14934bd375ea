package io.adit.server.thing;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate authority of the operator's, whose certificates devices may show.
 *
 * @param authorityId the SHA-256 of the certificate's DER form in lower-case hex
 * @param rule how a certificate's thing is found; where it finds none, only certificates that were
 *     registered one by one are good
 * @param makesThings whether a thing that the rule finds is made where there is none
 */
public record DeviceAuthority(
    String authorityId,
    X509Certificate certificate,
    ThingNameRule rule,
    boolean makesThings,
    Instant registeredAt) {}
