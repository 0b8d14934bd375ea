package io.adit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.socket.Endpoint;
import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a mapping when the relay names the tunnel's services: each form of mapping with
 * each list of services, on both sides, in every dialect.
 */
class ServiceCheckTest {
  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Mappings that serve, with the service that is then used; PORT stands for an endpoint. */
  private static Stream<Arguments> serving() {
    return inEveryDialect(
        Arguments.of("PORT", List.of("SSH"), "SSH"),
        Arguments.of("PORT", List.of(), ""),
        Arguments.of("SSH=PORT", List.of("SSH"), "SSH"),
        Arguments.of(" SSH = PORT , ", List.of("SSH"), "SSH"));
  }

  private static Stream<Arguments> servingTwo() {
    return Stream.of(Dialect.V2, Dialect.V3)
        .flatMap(dialect ->
            Stream.of(
                Arguments.of(dialect, "SSH=OTHER,WEB=PORT", List.of("SSH", "WEB"), "WEB"),
                Arguments.of(dialect, "WEB=PORT,SSH=OTHER", List.of("SSH", "WEB"), "WEB")));
  }

  private static Stream<Arguments> mismatched() {
    return inEveryDialect(
        Arguments.of("PORT", List.of("SSH", "WEB")),
        Arguments.of("SSH=PORT", List.of("WEB")),
        Arguments.of("SSH=PORT", List.of()),
        Arguments.of("SSH=PORT", List.of("SSH", "WEB")),
        Arguments.of("SSH=PORT,WEB=PORT", List.of("SSH")),
        Arguments.of("SSH=PORT,WEB=PORT", List.of("SSH", "DB")));
  }

  private static Stream<Arguments> inEveryDialect(Arguments... rows) {
    return Stream.of(Dialect.values())
        .flatMap(dialect ->
            Stream.of(rows)
                .map(row ->
                    Arguments.of(
                        Stream.concat(Stream.of(dialect), Stream.of(row.get())).toArray())));
  }

  private static String anywhere(String mapping) {
    return mapping.replaceAll("PORT|OTHER", "0");
  }

  private static String named(Dialect dialect, String service) {
    return dialect.namesServices() ? service : "";
  }

  private static int numbered(Dialect dialect) {
    return dialect.namesConnections() ? 1 : 0;
  }

  private static void sendServices(FakeLink link, List<String> services) {
    link.sendServices(services.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource({"serving", "servingTwo"})
  void aSourceServes(Dialect dialect, String mapping, List<String> services, String used)
      throws Exception {
    // Given
    PeerFixture.Running source =
        fixture.speaking(Subprotocol.V3, dialect).source(anywhere(mapping));
    FakeLink link = fixture.relay().link();

    // When
    sendServices(link, services);

    // Then
    try (Socket _ = source.connect(used)) {
      assertThat(link.next())
          .isEqualTo(new Message.StreamStart(1, named(dialect, used), numbered(dialect)));
    }
  }

  @ParameterizedTest
  @MethodSource({"serving", "servingTwo"})
  void aDestinationServes(Dialect dialect, String mapping, List<String> services, String used)
      throws Exception {
    try (ServerSocket application = Apps.listen("127.0.0.1")) {
      // Given: a relay names services to V2 and V3 only
      Subprotocol subprotocol = Subprotocol.valueOf(dialect.name());
      String port = "" + application.getLocalPort();
      fixture
          .speaking(subprotocol, dialect)
          .destination(mapping.replace("PORT", port).replace("OTHER", "22"));
      FakeLink link = fixture.relay().link();
      if (subprotocol.announcesServices()) {
        sendServices(link, services);
      }

      // When
      link.send(new Message.StreamStart(1, named(dialect, used), numbered(dialect)));

      // Then
      try (Socket app = Apps.accept(application)) {
        assertThat(app.isConnected()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("mismatched")
  void aSourceEndsWhereTheServicesAreOthers(Dialect dialect, String mapping, List<String> services)
      throws Exception {
    PeerFixture.Running source =
        fixture.speaking(Subprotocol.V3, dialect).source(anywhere(mapping));

    sendServices(fixture.relay().link(), services);

    assertMismatch(source, services);
  }

  /** A V1 destination is not told the services. */
  private static Stream<Arguments> mismatchedAndTold() {
    return mismatched().filter(row -> row.get()[0] != Dialect.V1);
  }

  @ParameterizedTest
  @MethodSource("mismatchedAndTold")
  void aDestinationEndsWhereTheServicesAreOthers(
      Dialect dialect, String mapping, List<String> services) throws Exception {
    PeerFixture.Running destination =
        fixture
            .speaking(Subprotocol.valueOf(dialect.name()), dialect)
            .destination(mapping.replace("PORT", "22"));

    sendServices(fixture.relay().link(), services);

    assertMismatch(destination, services);
  }

  @Test
  void aV1DestinationCarriesOneService() {
    PeerFixture.Running destination =
        fixture.speaking(Subprotocol.V1, Dialect.V1).destination("SSH=22,WEB=80");

    assertThat(destination.outcome())
        .isEqualTo(
            new ProxyOutcome.ServiceMismatch(
                "protocol V1 carries one service, the mapping has [SSH, WEB]"));
  }

  private static void assertMismatch(PeerFixture.Running proxy, List<String> services) {
    assertThat(proxy.outcome())
        .isInstanceOfSatisfying(
            ProxyOutcome.ServiceMismatch.class,
            mismatch -> assertThat(mismatch.text()).contains(services.toString()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"V2", "V3"})
  void aSourceWithoutAMappingListensForEachServiceAndStaysThereWhenItComesBack(Dialect dialect)
      throws Exception {
    // Given
    PeerFixture.Running source =
        fixture
            .speaking(Subprotocol.V3, dialect)
            .start(Side.SOURCE, new ServiceMap.Open(Map.of(), "127.0.0.1"));
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH", "WEB");
    source.awaitConnected();
    Endpoint ssh = source.endpoint("SSH");
    Endpoint web = source.endpoint("WEB");

    // When
    link.drop();
    source.awaitDisconnected();
    FakeLink next = fixture.relay().link();
    next.sendServices("SSH", "WEB");
    source.awaitConnected();

    // Then
    assertThat(ssh).isNotEqualTo(web);
    assertThat(source.endpoint("SSH")).isEqualTo(ssh);
    try (Socket _ = source.connect("WEB")) {
      assertThat(next.next()).isEqualTo(new Message.StreamStart(1, "WEB", numbered(dialect)));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aSourceWithoutAMappingServesATunnelWithoutServices(Dialect dialect) throws Exception {
    PeerFixture.Running source =
        fixture
            .speaking(Subprotocol.V3, dialect)
            .start(Side.SOURCE, new ServiceMap.Open(Map.of(), "127.0.0.1"));
    FakeLink link = fixture.relay().link();

    link.sendServices();

    try (Socket _ = source.connect("")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "", numbered(dialect)));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aSourceUsesWhatItKnowsAndListensAnywhereForTheOthers(Dialect dialect) throws Exception {
    int port = Apps.freePort();
    Map<String, Endpoint> known = Map.of("SSH", new Endpoint.Tcp("127.0.0.1", port));
    PeerFixture.Running source =
        fixture
            .speaking(Subprotocol.V3, dialect)
            .start(Side.SOURCE, new ServiceMap.Open(known, "127.0.0.1"));

    sendServices(
        fixture.relay().link(), dialect.namesServices() ? List.of("SSH", "WEB") : List.of("SSH"));

    assertThat(source.endpoint("SSH")).isEqualTo(new Endpoint.Tcp("127.0.0.1", port));
    if (dialect.namesServices()) {
      assertThat(source.endpoint("WEB")).isNotEqualTo(source.endpoint("SSH"));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDestinationUsesWhatItKnowsAndEndsWhereAServiceIsMissing(Dialect dialect) throws Exception {
    try (ServerSocket application = Apps.listen("127.0.0.1")) {
      Map<String, Endpoint> known =
          Map.of("SSH", new Endpoint.Tcp("127.0.0.1", application.getLocalPort()));
      Subprotocol subprotocol = Subprotocol.valueOf(dialect.name());
      fixture.speaking(subprotocol, dialect);

      // When it knows them all
      fixture.start(Side.DESTINATION, new ServiceMap.Open(known, null));
      FakeLink link = fixture.relay().link();
      if (subprotocol.announcesServices()) {
        link.sendServices("SSH");
      }
      link.send(new Message.StreamStart(1, named(dialect, "SSH"), numbered(dialect)));
      Apps.accept(application).close();

      // When one is missing
      if (subprotocol.announcesServices()) {
        PeerFixture.Running other =
            fixture.start(Side.DESTINATION, new ServiceMap.Open(known, null));
        fixture.relay().link().sendServices("SSH", "WEB");
        assertThat(other.outcome())
            .isEqualTo(
                new ProxyOutcome.ServiceMismatch(
                    "there is no endpoint for service 'WEB' of the tunnel"));
      }
    }
  }
}
