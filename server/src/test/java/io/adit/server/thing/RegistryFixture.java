package io.adit.server.thing;

import io.adit.server.auth.SettableClock;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlThings;
import io.adit.server.testing.TestAuthority;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tls.Pem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry on a database of its own, and what its listener heard. */
final class RegistryFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  final SettableClock clock = new SettableClock(START);

  /** In the form {@code REVOKED <certificateId>} or {@code thing <name>}. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final Path folder;
  private Database database;
  private DeviceRegistry registry;

  RegistryFixture(Path folder) {
    this.folder = folder;
    this.database = new Database(folder.resolve("adit.db"));
    this.registry = open();
  }

  Things things() {
    return registry.things();
  }

  DeviceCertificates certificates() {
    return registry.certificates();
  }

  DeviceTrust trust() {
    return registry.trust();
  }

  DeviceIdentity identify(X509Certificate certificate) {
    return registry.identities().identify(certificate);
  }

  /** As the next start of a server finds it. */
  void reopen() {
    database.close();
    database = new Database(folder.resolve("adit.db"));
    registry = open();
  }

  Thing create(String thingName) {
    return things().create(new Thing.Draft(thingName, null, Map.of()));
  }

  /** A new active certificate from Adit's authority, attached to things that are made for it. */
  X509Certificate device(String... thingNames) {
    DeviceCertificate issued =
        certificates().issue(TestAuthority.signingRequest("CN=device", TestAuthority.p256()), true);
    for (String name : thingNames) {
      create(name);
      things().attach(name, issued.certificateId(), false);
    }
    return Pem.readCertificates(issued.pem(), "the new certificate").getFirst();
  }

  @Override
  public void close() {
    database.close();
  }

  private DeviceRegistry open() {
    var random = new SecureRandom();
    var box = new SecretBox(folder.resolve("secret.key"), random);
    var opened =
        new DeviceRegistry(
            new SqlThings(database),
            new SqlDeviceCertificates(database),
            DeviceSigner.open(folder, box, clock, random),
            clock,
            random);
    opened.addListener(
        new ThingListener() {
          @Override
          public void onCertificateEnded(String certificateId, End why) {
            heard.add(why + " " + certificateId);
          }

          @Override
          public void onThingDeleted(String thingName) {
            heard.add("thing " + thingName);
          }
        });
    return opened;
  }
}
