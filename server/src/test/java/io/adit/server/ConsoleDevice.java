package io.adit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.ConsoleFixture.Page;
import io.adit.server.testing.RawConnection;
import io.adit.server.tls.Pem;
import io.adit.wire.NotifyMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A thing that was made at the console, and its device, which listens over MQTT 3.1.1. */
record ConsoleDevice(String certificateId, RawConnection connection) {

  static ConsoleDevice listening(ConsoleFixture console, Page operator, String thing)
      throws IOException {
    JsonNode made =
        ConsoleFixture.json(
            operator.post("call/iot/CreateKeysAndCertificate", "{\"setAsActive\":true}"));
    operator.post("call/iot/CreateThing", "{\"thingName\":\"%s\"}".formatted(thing));
    operator.post(
        "call/iot/AttachThingPrincipal",
        "{\"thingName\":\"%s\",\"principal\":\"%s\"}"
            .formatted(thing, made.path("certificateArn").asText()));
    RunningServer server = console.server().endpoint();
    var device =
        new ConsoleDevice(
            made.path("certificateId").asText(),
            RawConnection.tls(
                showing(made, Path.of(requireNonNull(server.ca()))),
                requireNonNull(server.mqttPort())));
    device.connect(thing);
    device.subscribe(thing);
    return device;
  }

  private void connect(String clientId) throws IOException {
    connection.send(
        packet(0x10, new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60}, text(clientId)));
    assertThat(connection.read(4)).containsExactly(0x20, 2, 0, 0);
  }

  private void subscribe(String thing) throws IOException {
    connection.send(
        packet(0x82, new byte[] {0, 7}, text(NotifyMessage.topic(thing)), new byte[] {0}));
    assertThat(connection.read(5)).containsExactly(0x90, 3, 0, 7, 0);
  }

  /** Is answered. */
  void ping() throws IOException {
    connection.send(packet(0xc0));
    assertThat(connection.read(2)).containsExactly(0xd0, 0);
  }

  /** Says that it leaves. */
  void leave() throws IOException {
    connection.send(packet(0xe0));
  }

  /** The next message that it gets, with its topic. */
  String told() throws IOException {
    assertThat(connection.read(1)[0]).isEqualTo((byte) 0x30);
    int length = 0;
    int digit = 0x80;
    for (int shift = 0; digit >= 0x80; shift += 7) {
      digit = connection.read(1)[0] & 0xff;
      length |= (digit & 0x7f) << shift;
    }
    return new String(connection.read(length), UTF_8);
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var all = new ByteArrayOutputStream();
    all.write(bytes.length >> 8);
    all.write(bytes.length);
    all.writeBytes(bytes);
    return all.toByteArray();
  }

  private static byte[] packet(int first, byte[]... parts) {
    var body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    var all = new ByteArrayOutputStream();
    all.write(first);
    all.write(body.size());
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  /** TLS of a client that shows a new certificate, and trusts the server. */
  private static SSLContext showing(JsonNode made, Path authority) throws IOException {
    char[] none = {};
    try {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      keys.setKeyEntry(
          "device",
          Pem.readPrivateKey(made.at("/keyPair/PrivateKey").asText(), "the new key"),
          none,
          new Certificate[] {
            Pem.readCertificates(made.path("certificatePem").asText(), "it").getFirst()
          });
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", Pem.readCertificates(Files.readString(authority), "the authority").getFirst());
      var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, none);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
