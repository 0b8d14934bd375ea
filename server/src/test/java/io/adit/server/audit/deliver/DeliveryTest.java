package io.adit.server.audit.deliver;

import static io.adit.server.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.adit.server.audit.AuditLog;
import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.AuditStore;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAudit;
import io.adit.server.testing.TestTls;
import io.adit.server.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers get each record, also those that were written while they were away. */
class DeliveryTest {
  private static final String SECRET = "between us";

  private final AtomicInteger status = new AtomicInteger(200);
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private Path data;
  private Database database;
  private AuditStore store;
  private AuditLog log;
  private HttpServer hook;

  @BeforeEach
  void start(@TempDir Path temp) throws Exception {
    data = temp;
    database = new Database(data.resolve("adit.db"));
    store = new SqlAudit(database);
    log = openLog();
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext("/hook", this::onPost);
    hook.start();
  }

  @AfterEach
  void stop() {
    hook.stop(0);
    log.close();
    database.close();
  }

  @Test
  void aWebHookGetsEachRecordSigned() throws Exception {
    try (Delivery delivery = toHook(false)) {
      write(1, 3);
      eventually("it is so", () -> numbers().equals(List.of(1, 2, 3)));
      assertThat(delivery.problem()).isNull();
    }

    for (int i = 0; i < bodies.size(); i++) {
      String given = signatures.get(i);
      long time = Long.parseLong(given.substring(2, given.indexOf(',')));
      assertThat(given)
          .isEqualTo(WebhookReceiver.signature(SECRET, time, bodies.get(i).getBytes(UTF_8)));
    }
  }

  @Test
  void aWebHookThatWasAwayGetsWhatItMissedAlsoAfterARestart() throws Exception {
    try (Delivery delivery = toHook(false)) {
      write(1, 1);
      eventually("it is so", () -> numbers().equals(List.of(1)));
      status.set(503);
      write(2, 700);
      eventually("it is so", () -> delivery.problem() != null);
      assertThat(delivery.problem()).contains("status 503");
    }
    log.close();
    log = openLog();
    write(701, 702);
    bodies.clear();
    status.set(200);

    try (Delivery delivery = toHook(false)) {
      eventually("it is so", () -> numbers().contains(702));
      assertThat(numbers()).isEqualTo(IntStream.rangeClosed(2, 702).boxed().toList());
      assertThat(bodies).hasSizeGreaterThan(1);
      assertThat(delivery.problem()).isNull();
    }
  }

  @Test
  void aWebHookMayWantTheFormOfCloudTrail() throws Exception {
    try (Delivery _ = toHook(true)) {
      write(1, 1);
      eventually("it is so", () -> bodies.toString().contains("\"eventName\":\"OpenTunnel\""));
    }
    assertThat(bodies.getFirst()).startsWith("{\"Records\":[");
  }

  @Test
  void aSyslogServerGetsEachRecordInADatagram() throws Exception {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      SyslogOptions options =
          SyslogOptions.parse("udp://127.0.0.1:" + server.getLocalPort(), null).orElseThrow();
      try (Delivery _ = Delivery.to(options, "host-1", AuditFolder.in(data), log, store)) {
        write(1, 1);
        String message = "";
        while (!message.contains("\"number\":1")) {
          var packet = new DatagramPacket(new byte[65_535], 65_535);
          server.receive(packet);
          message = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        }
        assertThat(message)
            .matches("<110>1 [0-9-]{10}T[0-9:.]{15}Z host-1 adit - ApiCall - \\{\"seq\":.*\\}");
      }
    }
  }

  @Test
  void aSyslogServerGetsThemBehindTheirLengthsInAStreamAndAgainAfterABreak() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      SyslogOptions options =
          SyslogOptions.parse("tcp://127.0.0.1:" + server.getLocalPort(), null).orElseThrow();
      try (Delivery _ = Delivery.to(options, "host-1", AuditFolder.in(data), log, store)) {
        write(1, 1);
        try (Socket first = server.accept()) {
          assertThat(untilNumber(first, 1)).startsWith("<110>1 ");
        }
        write(2, 2);
        try (Socket second = server.accept()) {
          assertThat(untilNumber(second, 2)).contains(" adit - ApiCall - ");
        }
      }
    }
  }

  @Test
  void aSyslogServerIsAskedForItsCertificate(@TempDir Path certificates) throws Exception {
    TestTls tls = new TestTls(certificates);
    try (ServerSocket server =
        showing(tls.identity())
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      int port = server.getLocalPort();
      SyslogOptions trusting =
          SyslogOptions.parse("tls://localhost:" + port, certificates.resolve("ca.pem"))
              .orElseThrow();
      try (Delivery _ = Delivery.to(trusting, "host-1", AuditFolder.in(data), log, store)) {
        write(1, 1);
        try (Socket accepted = server.accept()) {
          assertThat(untilNumber(accepted, 1)).startsWith("<110>1 ");
          // To close it waits for the other end's farewell otherwise.
          accepted.setSoTimeout(1);
        }
      }
      SyslogOptions others = SyslogOptions.parse("tls://127.0.0.1:" + port, null).orElseThrow();
      try (Delivery delivery = Delivery.to(others, "host-1", AuditFolder.in(data), log, store)) {
        var _ = Thread.ofVirtual().start(() -> shakeHands(server));
        write(2, 2);
        eventually("it is so", () -> delivery.problem() != null);
        assertThat(delivery.problem()).contains("cannot be reached");
      }
    }
  }

  /** With whoever comes next. */
  private static void shakeHands(ServerSocket server) {
    try (Socket accepted = server.accept()) {
      var _ = accepted.getInputStream().read();
    } catch (IOException e) {
      // It is the other end that fails, and says why.
    }
  }

  private static SSLContext showing(TlsIdentity identity) throws Exception {
    String base64 = identity.keyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance(identity.leaf().getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], new Certificate[] {identity.leaf()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private AuditLog openLog() throws Exception {
    var box = new SecretBox(data.resolve("secret.key"), new SecureRandom());
    return AuditLog.open(data, box, store, AuditOptions.DEFAULT, Clock.systemUTC());
  }

  private Delivery toHook(boolean isCloudTrail) throws Exception {
    var url = URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + "/hook");
    return Delivery.to(
        new WebhookOptions(url, null, SECRET, isCloudTrail),
        new CloudTrail("us-east-1", "000000000000"),
        AuditFolder.in(data),
        log,
        store);
  }

  private void write(int from, int to) {
    for (int i = from; i <= to; i++) {
      AuditEntry entry =
          new AuditEntry(Clock.systemUTC().instant(), AuditEvent.API_CALL)
              .with("operation", "OpenTunnel")
              .with("number", i);
      if (i == to) {
        log.append(entry);
      } else {
        log.add(entry);
      }
    }
  }

  private void onPost(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (status.get() == 200) {
      signatures.add(exchange.getRequestHeaders().getFirst("X-Adit-Signature"));
      bodies.add(body);
    }
    exchange.sendResponseHeaders(status.get(), -1);
    exchange.close();
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (String body : bodies) {
      for (JsonNode record : json(body).get("records")) {
        if (record.has("number")) {
          numbers.add(record.get("number").asInt());
        }
      }
    }
    return numbers;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Reads messages, each behind its length and a space, until one has the number. */
  private static String untilNumber(Socket socket, int number) throws Exception {
    socket.setSoTimeout(20_000);
    InputStream in = socket.getInputStream();
    String message = "";
    while (!message.contains("\"number\":" + number + ",")) {
      int length = 0;
      for (int digit = in.read(); digit != ' '; digit = in.read()) {
        length = 10 * length + Character.digit(digit, 10);
      }
      message = new String(in.readNBytes(length), UTF_8);
    }
    return message;
  }
}
