/**
 * Certificates: what the server shows to prove who it is, and what devices show to it.
 *
 * <p>Without certificates of the operator's own, {@link io.adit.server.tls.IssuedCertificates}
 * keeps a certificate authority in the data folder and a server certificate signed by it, made anew
 * when its names change or its end is near. {@link io.adit.server.tls.GivenCertificates} reads and
 * checks the operator's files. Both end in a {@link io.adit.server.tls.TlsIdentity}.
 *
 * <p>What devices prove themselves with is signed by another authority, {@link
 * io.adit.server.tls.DeviceSigner}, upon a {@link io.adit.server.tls.SigningRequest}.
 */
@NullMarked
package io.adit.server.tls;

import org.jspecify.annotations.NullMarked;
