package io.adit.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void aTunnelInTroubleIsShownWithAllThatIsKnown() throws Exception {
    assertThat(
            report(
                """
                {"examinedAt": 1795521600.123, "healthy": false,
                 "findings": [
                  {"severity": "PROBLEM", "code": "SIDE_GONE",
                   "what": "The destination proxy has been gone for 5 min: it was cut.",
                   "next": "To let a proxy in again, get a new token:",
                   "command": "aws iotsecuretunneling rotate-tunnel-access-token --tunnel-id t-1 --client-mode DESTINATION"},
                  {"severity": "OF_A_LATER_VERSION", "code": "NEW", "what": "Something new.",
                   "next": "", "command": ""}],
                 "tunnel": {"tunnelId": "t-1", "status": "OPEN", "description": "a camera",
                  "services": ["SSH", "HTTP"], "expiresAt": 1795525200.123},
                 "source": {"status": "CONNECTED", "since": 1795521480.123, "link": {
                  "remoteAddress": "10.0.0.3:40000", "userAgent": "localproxy linux",
                  "dialect": "V2", "bytesReceived": 1536, "bytesSent": 12582912,
                  "unsentBytes": 17, "pacedBytesPerSecond": 800000,
                  "unreadSince": 1795521590.123}},
                 "destination": {"status": "DISCONNECTED", "since": 1795521300.123},
                 "traffic": {"openConnections": 3, "heldBytes": 2048, "services": [
                  {"service": "SSH", "openConnections": 2},
                  {"service": "HTTP", "openConnections": 1},
                  {"service": "OLD", "openConnections": 0}]},
                 "incidents": [
                  {"lastAt": 1795400000, "count": 1, "side": "SOURCE", "kind": "LINK_OPENED",
                   "what": "connected from 10.0.0.3:39999"},
                  {"lastAt": 1795521300.123, "count": 3, "side": "DESTINATION",
                   "kind": "CONNECTION_FAILED", "service": "SSH", "what": "127.0.0.1:22 refused"},
                  {"lastAt": 1795521301, "count": 1, "side": "SOURCE", "kind": "OF_A_LATER_VERSION",
                   "what": "did something new", "more": {}}]}
                """))
        .isEqualTo(
            """
            Tunnel       t-1, closes in 1 h
                         a camera
            Services     SSH, HTTP
            Source       connected 2 min ago from 10.0.0.3:40000 (localproxy linux), speaks
                         V2; 1.5 KiB from it, 12.0 MiB to it, 17 B waiting, at most 781.3
                         KiB/s; not read for 10 s
            Destination  not connected; gone 5 min ago
            In use       3 connections (SSH 2, HTTP 1); 2.0 KiB held for the destination

            PROBLEM      The destination proxy has been gone for 5 min: it was cut.
                         -> To let a proxy in again, get a new token:
                         aws iotsecuretunneling rotate-tunnel-access-token \\
                           --tunnel-id t-1 \\
                           --client-mode DESTINATION

            OF_A_LATER_VERSION  Something new.

            What happened last, since the server started:
              11-23 02:13:20  source connected from 10.0.0.3:39999
              11-24 11:55:00  destination says of SSH: 127.0.0.1:22 refused (3 times)
              11-24 11:55:01  source did something new
            """);
  }

  @Test
  void aClosedTunnelWithoutServicesIsShort() throws Exception {
    assertThat(
            report(
                """
                {"examinedAt": 1795521600, "healthy": false,
                 "findings": [{"severity": "PROBLEM", "code": "TUNNEL_CLOSED",
                  "what": "The tunnel was closed.", "next": "", "command": ""}],
                 "tunnel": {"tunnelId": "t-1", "status": "CLOSED", "services": [],
                  "expiresAt": 1795525200, "closedAt": 1795521599},
                 "source": {"status": "DISCONNECTED"},
                 "destination": {"status": "DISCONNECTED"},
                 "traffic": {"openConnections": 0, "heldBytes": 0, "services": []},
                 "incidents": []}
                """))
        .isEqualTo(
            """
            Tunnel       t-1, closed 1 s ago
            Services     none named
            Source       never connected
            Destination  never connected
            In use       0 connections

            PROBLEM      The tunnel was closed.
            """);
  }

  private static String report(String json) throws Exception {
    StringWriter written = new StringWriter();
    Diagnosis diagnosis = new JsonMapper().readValue(json, Diagnosis.class);
    Page page = new Page(new PrintWriter(written, true), 80, false);
    new Report(diagnosis, page, ZoneOffset.UTC).print();
    return written.toString();
  }
}
