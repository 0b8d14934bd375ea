package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.api.AwsAccount;
import io.adit.server.api.Subjects;
import io.adit.server.auth.Role;
import io.adit.server.principal.DataPlaneGuard;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.StoredPolicy;
import io.adit.server.store.Database;
import io.adit.server.store.SqlPolicies;
import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.Tag;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies of the data plane: AWS's documented ones for the endpoints of a private network. */
class ConnectGateTest {
  @TempDir static Path folder;
  private static RelayFixture server;
  private static Database database;
  private static PolicyBook book;

  @BeforeAll
  static void start() throws Exception {
    server = new RelayFixture(folder);
    database = new Database(folder.resolve("policies.db"));
    book = new PolicyBook(new SqlPolicies(database), null, Clock.systemUTC());
    var account = new AwsAccount("us-east-1", "000000000000");
    var subjects = new Subjects(account, server.registry, _ -> List.of());
    server.relay.guard(
        new DataPlaneGuard(book, subjects::connection, "us-east-1", Clock.systemUTC()));
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
  }

  @AfterEach
  void forgetPolicies() {
    book.attachments().forEach(each -> book.detach(each.policy(), each.attachedTo()));
    book.list().stream()
        .map(StoredPolicy::name)
        .filter(name -> Role.of(name).isEmpty())
        .forEach(book::delete);
  }

  // Who may connect to a tunnel with the tag Environment=Production: s source, d destination.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sd | {'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}",
        "-  | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':['arn:aws:iot:us-east-1:111122223333:tunnel/*']}",
        "sd | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':['arn:aws:iot:us-east-1:000000000000:tunnel/*']}",
        "s  | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'iot:ClientMode':'source'}}}",
        "d  | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'iot:ClientMode':'destination'}}}",
        "-  | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'iot:ClientMode':'SOURCE'}}}",
        "sd | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Environment':'Production'}}}",
        "-  | {'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Environment':'Test'}}}",
        "s  | [{'Effect':'Allow','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Environment':'Production'}}},{'Effect':'Deny','Principal':'*','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'StringEquals':{'iot:ClientMode':'destination'}}}]",
        "sd | {'Effect':'Allow','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}}}",
        "-  | {'Effect':'Allow','Action':'iot:ConnectToTunnel','Resource':'*','Condition':{'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}}}",
        "-  | {'Effect':'Allow','Action':'iot:OpenTunnel','Resource':'*'}",
      })
  void awsPoliciesOfTheDataPlane(String who, String statement) throws Exception {
    // Given
    OpenedTunnel tunnel =
        server.registry.open(
            new OpenRequest(null, List.of(new Tag("Environment", "Production")), null, 60));
    attach("tested", statement);

    // Then
    check(who.contains("s"), Side.SOURCE, tunnel.source());
    check(who.contains("d"), Side.DESTINATION, tunnel.destination());
  }

  @Test
  void aRefusedTokenIsNotSpent() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");
    attach("closed", "{'Effect':'Deny','Action':'*','Resource':'*'}");
    check(false, Side.SOURCE, tunnel.source());

    // When
    book.detach("closed", PolicyBook.DATA_PLANE);

    // Then
    check(true, Side.SOURCE, tunnel.source());
  }

  @Test
  void whoHasNoGoodTokenLearnsNothingOfPolicies() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");
    attach("closed", "{'Effect':'Deny','Action':'*','Resource':'*'}");

    // When
    RawConnection.Response wrongSide =
        server.refused(HandshakeText.of(Side.SOURCE, tunnel.destination()));
    RawConnection.Response unknown =
        server.refused(HandshakeText.of(Side.SOURCE, new AccessToken("unheard-of")));

    // Then
    assertThat(wrongSide.body()).contains("belongs to the other local-proxy-mode");
    assertThat(unknown.body()).isEqualTo("Invalid access-token");
  }

  private void check(boolean isAllowed, Side side, AccessToken token) throws Exception {
    if (isAllowed) {
      server.link(side, token).close();
      return;
    }
    RawConnection.Response answer = server.refused(HandshakeText.of(side, token));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body())
        .startsWith("Access denied: No policy of this server's data plane allows")
        .contains("The token is still good");
    assertThat(answer.header("x-status-reason")).contains(answer.body());
  }

  private void attach(String name, String statement) {
    book.create(name, "{\"Statement\":" + statement.replace('\'', '"') + "}");
    book.attach(name, PolicyBook.DATA_PLANE);
  }
}
