package io.adit.server.diagnosis;

import static io.adit.server.diagnosis.Patient.ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Finding.Code;
import io.adit.server.diagnosis.Incident.Kind;
import io.adit.server.tunnel.Refusal;
import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Side;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a tunnel, rule by rule. */
class FindingsTest {
  private static final Duration SECONDS = Duration.ofSeconds(5);
  private static final Duration MINUTES = Duration.ofMinutes(5);
  private static final Duration LONG_AGO = Duration.ofMinutes(11);

  @Test
  void aTunnelThatNobodyUsesIsFine() {
    Patient tunnel = Patient.connected();

    assertThat(tunnel.lines())
        .containsExactly("FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
    assertThat(tunnel.next(Code.TUNNEL_FINE))
        .isEqualTo("Connect to where the source proxy listens.");
  }

  @Test
  void aTunnelInUseIsFine() {
    Patient tunnel = Patient.connected().service(1, 0, SECONDS, null);

    assertThat(tunnel.lines())
        .containsExactly("FINE TUNNEL_FINE Both sides are connected, and 1 connection is open.");
    assertThat(tunnel.next(Code.TUNNEL_FINE)).isEmpty();
    assertThat(Patient.connected().service(2, 0, SECONDS, null).lines())
        .containsExactly("FINE TUNNEL_FINE Both sides are connected, and 2 connections are open.");
  }

  @Test
  void theDialectsThatMetAreToldWhereTheyDiffer() {
    assertThat(Patient.connected().link(Side.DESTINATION, Dialect.V1).lines())
        .containsExactly(
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open. The source speaks"
                + " V3, the destination V1; the relay translates.");
  }

  @Test
  void aThingThatCannotBeToldIsSaidUntilItsTokenIsUsed() {
    Patient missing =
        Patient.connected().gone(Side.DESTINATION, MINUTES).untold("It is off.", "Switch it on.");

    assertThat(missing.token(Side.DESTINATION, null, false).lines())
        .contains("PROBLEM THING_NOT_TOLD It is off.");
    assertThat(missing.next(Code.THING_NOT_TOLD)).isEqualTo("Switch it on.");
    assertThat(missing.token(Side.DESTINATION, SECONDS, false).lines())
        .noneMatch(line -> line.contains("THING_NOT_TOLD"));
    assertThat(Patient.connected().untold("It is off.", "Switch it on.").lines())
        .noneMatch(line -> line.contains("THING_NOT_TOLD"));
  }

  @Test
  void aTunnelThatExpiredIsToldNothingElse() {
    Patient tunnel = new Patient().lifetime(Duration.ofMinutes(65), 60).closed(MINUTES);

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM TUNNEL_EXPIRED The tunnel expired 5 min ago: its lifetime of 60 minutes was"
                + " over.");
    assertThat(tunnel.next(Code.TUNNEL_EXPIRED)).startsWith("Open a new tunnel;");
  }

  @Test
  void aTunnelThatSomebodyClosedIsToldNothingElse() {
    Patient tunnel =
        new Patient()
            .closed(Duration.ofHours(2))
            .incident(SECONDS, Kind.HANDSHAKE_REFUSED, Side.SOURCE, Refusal.CLOSED.text());

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM TUNNEL_CLOSED The tunnel was closed 2 h ago, by a call of CloseTunnel.");
    assertThat(tunnel.next(Code.TUNNEL_CLOSED)).startsWith("Open a new tunnel;");
  }

  @Test
  void sidesThatNeverCameAreToldTheDestinationFirst() {
    Patient tunnel = new Patient();

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM SIDE_NEVER_CONNECTED No destination proxy has ever connected.",
            "PROBLEM SIDE_NEVER_CONNECTED No source proxy has ever connected.");
    assertThat(tunnel.next(Code.SIDE_NEVER_CONNECTED))
        .isEqualTo(
            "Start it on the device, with the destination access token: adit proxy -d SSH=PORT, or"
                + " AWS's localproxy or device client.");
  }

  @Test
  void theHintNamesTheServicesOfTheTunnel() {
    assertThat(
            Patient.connected()
                .services("SSH", "HTTP")
                .gone(Side.SOURCE, MINUTES)
                .token(Side.SOURCE, null, false)
                .next(Code.SIDE_GONE))
        .contains("adit proxy -s SSH=PORT,HTTP=PORT,");
    assertThat(new Patient().services().next(Code.SIDE_NEVER_CONNECTED))
        .contains("adit proxy -d 22,");
  }

  @Test
  void aSideThatIsGoneSaysSinceWhenAndWhy() {
    Patient tunnel =
        Patient.connected()
            .gone(Side.DESTINATION, MINUTES)
            .token(Side.DESTINATION, Duration.ofHours(1), false)
            .incident(MINUTES, Kind.LINK_ENDED, Side.DESTINATION, "the client closed it with 1000");

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM SIDE_GONE The destination proxy has been gone for 5 min: the client closed it"
                + " with 1000.");
  }

  @Test
  void aTokenThatIsUsedUpMustBeRotated() {
    Patient tunnel =
        Patient.connected().gone(Side.SOURCE, MINUTES).token(Side.SOURCE, MINUTES, false);

    assertThat(tunnel.next(Code.SIDE_GONE))
        .isEqualTo(
            "Its token was good for that one connection and is used up. To let a proxy in again,"
                + " get a new token:");
    assertThat(tunnel.command(Code.SIDE_GONE))
        .isEqualTo(
            "aws iotsecuretunneling rotate-tunnel-access-token --tunnel-id "
                + ID
                + " --client-mode SOURCE");
  }

  @Test
  void aTokenWithAClientTokenMayComeBack() {
    Patient tunnel =
        Patient.connected().gone(Side.SOURCE, MINUTES).token(Side.SOURCE, MINUTES, true);

    assertThat(tunnel.next(Code.SIDE_GONE))
        .startsWith("It can come back with the same access token and client token, as adit proxy");
    assertThat(tunnel.command(Code.SIDE_GONE)).endsWith("--client-mode SOURCE");
  }

  @Test
  void aTokenThatNobodyUsedYetIsToBeUsed() {
    Patient tunnel =
        Patient.connected()
            .gone(Side.SOURCE, MINUTES)
            .token(Side.SOURCE, null, false)
            .incident(
                MINUTES,
                Kind.LINK_ENDED,
                Side.SOURCE,
                "The access token was revoked by a rotation");

    assertThat(tunnel.next(Code.SIDE_GONE))
        .isEqualTo(
            "Its new token has not been used yet. Start it where you are, with the source access"
                + " token: adit proxy -s SSH=PORT, or AWS's localproxy.");
  }

  @Test
  void aRefusalExplainsWhyASideIsMissing() {
    Patient tunnel =
        Patient.connected()
            .gone(Side.SOURCE, MINUTES)
            .token(Side.SOURCE, Duration.ofHours(1), false)
            .incident(SECONDS, 3, Kind.HANDSHAKE_REFUSED, Side.SOURCE, Refusal.SPENT.text());

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM SIDE_GONE The source proxy has been gone for 5 min.",
            "PROBLEM HANDSHAKE_REFUSED The last source proxy that tried was refused 5 s ago (3"
                + " times): Invalid access token: The access token was previously used and can not"
                + " be used again.");
    assertThat(tunnel.next(Code.SIDE_GONE)).as("said once").isEmpty();
    assertThat(tunnel.command(Code.HANDSHAKE_REFUSED)).endsWith("--client-mode SOURCE");
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"UNKNOWN", "CLOSED"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyRefusalThatCanBeKnownHasItsAdvice(Refusal refusal) {
    Patient tunnel =
        new Patient().incident(SECONDS, Kind.HANDSHAKE_REFUSED, Side.SOURCE, refusal.text());

    assertThat(tunnel.next(Code.HANDSHAKE_REFUSED))
        .isNotBlank()
        .isNotEqualTo("The server's log has more.");
  }

  @Test
  void aRefusalOfAnotherKindPointsToTheLog() {
    Patient tunnel =
        new Patient()
            .incident(SECONDS, Kind.HANDSHAKE_REFUSED, Side.SOURCE, "The service cannot check now");

    assertThat(tunnel.next(Code.HANDSHAKE_REFUSED)).isEqualTo("The server's log has more.");
  }

  @Test
  void aRefusalBeforeTheLastLinkExplainsNothing() {
    Patient tunnel =
        Patient.connected()
            .gone(Side.SOURCE, SECONDS)
            .incident(MINUTES, Kind.HANDSHAKE_REFUSED, Side.SOURCE, Refusal.SPENT.text());

    assertThat(tunnel.lines())
        .containsExactly("PROBLEM SIDE_GONE The source proxy has been gone for 5 s.");
  }

  @Test
  void anotherProxyThatIsRefusedIsWorthANotice() {
    Patient tunnel =
        Patient.connected()
            .incident(SECONDS, Kind.HANDSHAKE_REFUSED, Side.SOURCE, Refusal.SPENT.text());

    assertThat(tunnel.lines())
        .containsExactly(
            "NOTICE HANDSHAKE_REFUSED Another source proxy was refused 5 s ago: Invalid access"
                + " token: The access token was previously used and can not be used again.",
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
  }

  @Test
  void whatIsLongAgoIsNotTold() {
    Patient tunnel =
        Patient.connected()
            .incident(LONG_AGO, Kind.HANDSHAKE_REFUSED, Side.SOURCE, Refusal.SPENT.text())
            .incident(LONG_AGO, Kind.TOO_MANY_CONNECTIONS, Side.SOURCE, "reached the limit")
            .incident(LONG_AGO, 9, Kind.LINK_ENDED, Side.SOURCE, "the client closed it with 1000");

    assertThat(tunnel.findings()).extracting(Finding::code).containsExactly(Code.TUNNEL_FINE);
  }

  @Test
  void aBrokenRuleIsNamed() {
    Patient tunnel =
        Patient.connected()
            .gone(Side.SOURCE, SECONDS)
            .token(Side.SOURCE, MINUTES, true)
            .incident(MINUTES, Kind.LINK_ENDED, Side.SOURCE, "the client closed it with 1000")
            .incident(SECONDS, 2, Kind.RULE_BROKEN, Side.SOURCE, "STREAM_START with stream id 0");

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM SIDE_GONE The source proxy has been gone for 5 s.",
            "PROBLEM RULE_BROKEN The relay ended the source proxy's connection 5 s ago (2 times),"
                + " because it broke a rule of the protocol: STREAM_START with stream id 0.");
    assertThat(tunnel.next(Code.RULE_BROKEN)).endsWith("Try adit proxy in its place.");
  }

  @Test
  void aV1DeviceCannotServeSeveralServices() {
    Patient tunnel = Patient.connected().services("SSH", "HTTP").link(Side.DESTINATION, Dialect.V1);

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM DIALECT_WITHOUT_SERVICES The destination speaks V1, which has no names for"
                + " services, and the tunnel has 2: SSH, HTTP.");
    assertThat(tunnel.next(Code.DIALECT_WITHOUT_SERVICES)).startsWith("Open a tunnel with one");
  }

  @Test
  void whatTheDeviceSaysIsTold() {
    Patient tunnel =
        Patient.connected().failed(SECONDS, 3, Kind.CONNECTION_FAILED, "127.0.0.1:22 refused");

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM CONNECTION_FAILED The device cannot serve SSH: 127.0.0.1:22 refused, 5 s ago"
                + " (3 times).");
    assertThat(tunnel.next(Code.CONNECTION_FAILED)).startsWith("Check on the device that");
  }

  @Test
  void anotherDeviceIsNotBlamedForTheLastOne() {
    Patient tunnel =
        Patient.connected().failed(MINUTES, 3, Kind.CONNECTION_FAILED, "127.0.0.1:22 refused");

    assertThat(tunnel.findings())
        .as("the link came after that")
        .extracting(Finding::code)
        .containsExactly(Code.TUNNEL_FINE);
  }

  @Test
  void aConnectionThatEndsUnansweredIsAProblemWhereTheDeviceCannotSayWhy() {
    Patient tunnel =
        Patient.connected()
            .link(Side.DESTINATION, Dialect.V3, Extensions.NONE)
            .failed(SECONDS, 1, Kind.CONNECTION_UNANSWERED, "ended a connection");

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM CONNECTION_UNANSWERED The destination ended a connection of SSH 5 s ago"
                + " without having sent anything, and does not say why.");
  }

  @Test
  void aConnectionThatEndsUnansweredIsTheApplicationsAffairWhereTheDeviceWouldSayWhy() {
    Patient tunnel =
        Patient.connected().failed(SECONDS, 1, Kind.CONNECTION_UNANSWERED, "ended a connection");

    assertThat(tunnel.lines())
        .containsExactly(
            "NOTICE CONNECTION_UNANSWERED The application of SSH on the device ended a connection 5"
                + " s ago without having sent anything.",
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
  }

  @Test
  void aDeviceThatSaysNothingIsToldOf() {
    Patient tunnel = Patient.connected().service(2, 1, Duration.ofSeconds(15), null);

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM DESTINATION_SILENT 1 connection of SSH got no answer, for 15 s: what the source"
                + " sent was passed on to the device.");
    assertThat(Patient.connected().services().service(2, 2, Duration.ofSeconds(15), null).lines())
        .containsExactly(
            "PROBLEM DESTINATION_SILENT 2 connections of the tunnel's service got no answer, for 15"
                + " s: what the source sent was passed on to the device.");
  }

  @Test
  void anUploadThatGoesOnIsHealthy() {
    Patient tunnel = Patient.connected().upload(Duration.ofMinutes(5), Duration.ofSeconds(1));

    assertThat(tunnel.lines())
        .containsExactly("FINE TUNNEL_FINE Both sides are connected, and 1 connection is open.");
  }

  @Test
  void anUploadThatStoppedWithoutAnAnswerIsToldOf() {
    Patient tunnel = Patient.connected().upload(Duration.ofMinutes(5), Duration.ofSeconds(15));

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM DESTINATION_SILENT 1 connection of SSH got no answer, for 15 s: what the source"
                + " sent was passed on to the device.");
  }

  @Test
  void aDeviceMayThinkForAMoment() {
    assertThat(Patient.connected().service(1, 1, Duration.ofSeconds(14), null).findings())
        .extracting(Finding::code)
        .containsExactly(Code.TUNNEL_FINE);
  }

  @Test
  void aSideThatIsNotReadSaysForWhomItWaits() {
    Patient tunnel =
        Patient.connected()
            .stuck(Side.DESTINATION, 512 * 1024, null)
            .stuck(Side.SOURCE, 0, Duration.ofSeconds(45));

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM SIDE_NOT_READ The relay has not read from the source for 45 s, because the"
                + " destination does not take what waits for it (512 KiB).");
    assertThat(tunnel.next(Code.SIDE_NOT_READ))
        .startsWith("An application on the side of the destination has stopped reading");
  }

  @Test
  void whenDataIsUsedUpNobodyIsToldToComeBack() {
    Patient tunnel = new Patient().barred("The data budget of thing pump-7 is used up.");

    assertThat(tunnel.lines())
        .containsExactly(
            "PROBLEM DATA_USED_UP The data budget of thing pump-7 is used up.",
            "PROBLEM SIDE_NEVER_CONNECTED No destination proxy has ever connected.",
            "PROBLEM SIDE_NEVER_CONNECTED No source proxy has ever connected.");
    assertThat(tunnel.next(Code.DATA_USED_UP)).startsWith("Proxies that have ended");
    assertThat(tunnel.next(Code.SIDE_NEVER_CONNECTED)).isEmpty();
  }

  @Test
  void aTunnelThatABandwidthLimitHoldsBackIsNotCalledStuck() {
    Patient tunnel =
        Patient.connected()
            .stuck(Side.SOURCE, 0, Duration.ofSeconds(45))
            .heldBackBy("1 KB/s for the thing pump-7");

    assertThat(tunnel.lines())
        .containsExactly(
            "NOTICE BANDWIDTH_LIMITED The tunnel carries no faster than its bandwidth limit: 1 KB/s"
                + " for the thing pump-7.",
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
    assertThat(tunnel.next(Code.BANDWIDTH_LIMITED)).startsWith("If that is too slow");
  }

  @Test
  void aBusySideIsNotCalledStuck() {
    assertThat(Patient.connected().stuck(Side.SOURCE, 0, Duration.ofSeconds(9)).findings())
        .extracting(Finding::code)
        .containsExactly(Code.TUNNEL_FINE);
  }

  @Test
  void aLinkThatComesAndGoesIsToldOf() {
    Patient tunnel =
        Patient.connected()
            .incident(MINUTES, Kind.LINK_ENDED, Side.DESTINATION, "nothing came from it for 90 s")
            .incident(SECONDS, 2, Kind.LINK_ENDED, Side.DESTINATION, "it was cut")
            .incident(SECONDS, 2, Kind.LINK_ENDED, Side.SOURCE, "it was cut");

    assertThat(tunnel.lines())
        .containsExactly(
            "NOTICE LINK_UNSTABLE The destination proxy lost its connection 3 times in 5 min, the"
                + " last time 5 s ago: it was cut.",
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
  }

  @Test
  void aDialectThatCarriesOneConnectionIsNamedWhenASecondWasRefused() {
    Patient tunnel =
        Patient.connected()
            .link(Side.DESTINATION, Dialect.V2)
            .incident(
                SECONDS,
                Kind.DIALECT,
                Side.DESTINATION,
                "speaks V2 and takes one connection of service 'SSH' at a time; a second one was"
                    + " refused");

    assertThat(tunnel.lines())
        .first()
        .isEqualTo(
            "NOTICE ONE_CONNECTION_AT_A_TIME The destination speaks V2 and takes one connection of"
                + " service 'SSH' at a time; a second one was refused, 5 s ago.");
    assertThat(tunnel.link(Side.DESTINATION, Dialect.V3).findings())
        .as("another proxy came")
        .extracting(Finding::code)
        .containsExactly(Code.TUNNEL_FINE);
  }

  @Test
  void aSourceWithTooManyConnectionsIsToldOf() {
    Patient tunnel =
        Patient.connected()
            .incident(
                SECONDS,
                7,
                Kind.TOO_MANY_CONNECTIONS,
                Side.SOURCE,
                "reached the limit of 1024 open connections of service 'SSH'");

    assertThat(tunnel.lines())
        .first()
        .isEqualTo(
            "NOTICE TOO_MANY_CONNECTIONS The source reached the limit of 1024 open connections of"
                + " service 'SSH', 5 s ago (7 times).");
  }

  @Test
  void aTunnelThatSoonClosesSaysWhen() {
    assertThat(Patient.connected().lifetime(Duration.ofMinutes(56), 60).lines())
        .containsExactly(
            "NOTICE EXPIRES_SOON The tunnel closes in 4 min, when its lifetime is over.",
            "FINE TUNNEL_FINE Both sides are connected, and no connection is open.");
  }

  @Test
  void problemsComeBeforeNotices() {
    Patient tunnel =
        new Patient()
            .link(Side.DESTINATION, Dialect.V3)
            .incident(SECONDS, Kind.HANDSHAKE_REFUSED, Side.DESTINATION, Refusal.SPENT.text());

    assertThat(tunnel.findings())
        .extracting(Finding::code)
        .containsExactly(Code.SIDE_NEVER_CONNECTED, Code.HANDSHAKE_REFUSED);
  }
}
