package io.adit.server.thing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where devices' certificates and the registered authorities are kept. Each call is one
 * transaction, which is safe on disk when the call returns; an exception means that nothing was
 * changed.
 */
public interface CertificateStore {

  /** A certificate with the names of the things that it is attached to. */
  record Attached(DeviceCertificate certificate, List<String> thingNames) {}

  /** A place in the list of certificates. */
  record Position(Instant createdAt, String certificateId) {}

  /** What came of a deletion. */
  enum Deletion {
    DONE,
    NO_CERTIFICATE,
    ACTIVE,
    /** It is attached to a thing. */
    ATTACHED
  }

  /**
   * Why a certificate that is forgotten is not let in by its authority's rule.
   *
   * @param revokedAt null: it was deleted, or detached, and may be registered by hand
   */
  record Bar(@Nullable Instant revokedAt) {}

  /** Lifts a bar; false: it is there already, or was revoked. */
  boolean insert(DeviceCertificate certificate);

  Optional<Bar> bar(String certificateId);

  Optional<DeviceCertificate> find(String certificateId);

  Optional<Attached> findAttached(String certificateId);

  /** By creation, those behind {@code after} only. */
  List<DeviceCertificate> page(boolean ascending, @Nullable Position after, int limit);

  /**
   * Puts the status in place that {@code change} gives the certificate, which may throw; returns
   * the certificate as it was before.
   */
  Optional<DeviceCertificate> change(String certificateId, UnaryOperator<DeviceCertificate> change);

  Deletion delete(String certificateId);

  /** What came of an enrolment. */
  enum Enrolment {
    DONE,
    NO_THING,
    /** The authority was removed meanwhile. */
    NO_AUTHORITY,
    BARRED
  }

  /**
   * Keeps a certificate and attaches it to a thing; one that is there already stays as it is.
   *
   * @param made the thing to be made where there is none of the name; null: none is made
   */
  Enrolment enrol(DeviceCertificate certificate, String thingName, @Nullable Thing made);

  /** The oldest first. */
  List<DeviceAuthority> authorities();

  /** False: it is there already. */
  boolean insert(DeviceAuthority authority);

  /**
   * Forgets an authority and its certificates, whose ids it returns, and bars those that were not
   * let in; empty: it is not there.
   */
  Optional<List<String>> removeAuthority(String authorityId);
}
