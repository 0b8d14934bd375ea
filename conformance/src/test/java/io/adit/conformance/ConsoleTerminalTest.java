package io.adit.conformance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.console.ConsoleStory;
import io.adit.conformance.console.Sent;
import io.adit.conformance.console.SshDevice;
import io.adit.conformance.console.TerminalPage;
import io.adit.conformance.programs.PasswordSshServer;
import io.adit.conformance.programs.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SSH in the console's page, to a device with the agent. */
@VerifiedWith(Client.OPENSSH)
class ConsoleTerminalTest {
  private static final String PASSPHRASE = "a passphrase of the key 9";
  private static final String COPY_HARM = "\033]52;c;aGFybQ==\007";
  private static final String TITLE_HARM = "\033]0;harm\007";
  private static final String LINK_HARM = "\033]8;;https://harm.example/\007link-here\033]8;;\007";
  private static final String BANNER =
      "<img src=x onerror=alert(1)>" + COPY_HARM + TITLE_HARM + "for the crew only\n";
  private static final String SHOWN_BANNER = "<img src=x onerror=alert(1)>for the crew only";
  private static final int BIG_BYTES = 20 << 20;

  @AutoClose static final Stage STAGE = new Stage();
  private static final ConsoleStory CONSOLE = ConsoleStory.start(STAGE);
  private static final SshDevice DEVICE = SshDevice.start(STAGE, CONSOLE, BANNER);

  @AfterEach
  void nothingStrayed() {
    CONSOLE.endTest();
  }

  @Test
  void aKeyWithPassphraseOpensAShellOnceTheHostKeyIsAccepted() {
    // Given
    var key = DEVICE.sshd().newUserKey("ed25519", PASSPHRASE);
    var page = new TerminalPage(CONSOLE.administrator());
    page.console().open("#/tunnels/" + DEVICE.openTunnel());

    // When
    page.console().choose("Connect", "Connect to SSH");
    page.signIn(key, PASSPHRASE);

    // Then
    assertThat(page.console().dialog()).containsText(DEVICE.sshd().fingerprint());
    page.acceptNewHostKey().ready().run("echo out-$((6 * 7))");
    page.shows("out-42");
  }

  @ParameterizedTest
  @CsvSource({"rsa, RFC4716", "ecdsa, PKCS8", "rsa, PEM"})
  void keysOfOtherTypesAndFormatsAreTaken(String type, String format) {
    // Given
    var key = DEVICE.sshd().newUserKey(type, PASSPHRASE, format);

    // When
    var page = connect(SshDevice.SSH).signIn(key, PASSPHRASE).acceptNewHostKey().ready();

    // Then
    page.run("echo " + type + "-$((6 * 7))").shows(type + "-42");
  }

  @Test
  void aPasswordOpensAShellAndAWrongOneIsSaid() {
    // Given
    var page = connect(SshDevice.PASSWORD);

    // When
    page.signIn(PasswordSshServer.USER, "wrong").acceptNewHostKey();

    // Then
    page.says("The device refused");

    // When
    page.signIn(PasswordSshServer.USER, DEVICE.password().password()).ready();

    // Then
    page.run("echo word-$((6 * 7))").shows("word-42");
  }

  @Test
  void theDevicesOwnQuestionIsAsked() {
    // Given
    var page = connect(SshDevice.PASSWORD);

    // When
    page.signIn(PasswordSshServer.USER, "").acceptNewHostKey();
    page.answer(DEVICE.password().password());

    // Then
    page.ready().run("echo asked-$((6 * 7))").shows("asked-42");
  }

  @Test
  void colouredNamesAndWholeScreensAreDrawn() {
    // Given
    var folder = STAGE.newFolder("drawn");
    var page = shell();

    // When
    page.run("cd " + folder + " && mkdir deep && clear && ls --color=always -1");

    // Then
    var name = page.screen().locator("span").getByText("deep");
    assertThat(name).hasClass(Pattern.compile("xterm-fg-12|xterm-fg-4"));

    // When
    page.run("vi -u NONE text");
    page.shows("~");
    page.type("ifirst line\nsecond line");

    // Then
    page.shows(Pattern.compile("first line\\s*second line"));
    page.page().keyboard().press("Escape");
    page.run(":wq");
    assertThat(folder.resolve("text")).satisfies(file -> page.run("cat text | wc -l").shows("2"));
    assertThat(folder.resolve("text")).hasContent("first line\nsecond line\n");

    // When
    page.run("top");

    // Then
    page.shows("load average");
    page.shows("PID USER");
    page.type("q");
    // What comes before it has gone is lost to it.
    page.shows(Pattern.compile("[#$%>]\\s*$"));
    page.run("echo back-$((6 * 7))").shows("back-42");
  }

  @Test
  void theWindowsSizeReachesTheShell() {
    // Given
    var page = shell();
    page.run("trap 'stty size' WINCH; stty size; echo asked");
    page.shows(Pattern.compile("\\d+ \\d+\\s*asked"));
    var wide = page.columns();

    // When
    page.page().setViewportSize(700, 600);

    // Then
    page.run("clear; echo $(stty size) now");
    page.shows(Pattern.compile("\\d+ \\d+ now"));
    assertThat(page.columns()).isLessThan(wide);
  }

  @Test
  void twentyMebibytesAreShownToTheLastLine() throws IOException {
    // Given
    var big = STAGE.newFolder("big").resolve("big");
    var lines = IntStream.range(0, BIG_BYTES / 64).mapToObj("%063d"::formatted).toList();
    Files.write(big, lines);
    var page = shell();
    var before = DEVICE.bytesFrom(page.console(), page.tunnelId());

    // When
    page.type("clear; cat " + big + "; echo all-$((6 * 7))");
    var begun = System.nanoTime();
    page.page().keyboard().press("Enter");
    page.shows("all-42");
    var seconds = (System.nanoTime() - begun) / 1e9;

    // Then
    System.out.printf("cat of 20 MiB in the page: %.1f MB/s%n", BIG_BYTES / 1e6 / seconds);
    var shown = page.lines().stream().filter(line -> line.matches("\\d{63}")).toList();
    assertThat(shown)
        .isNotEmpty()
        .isEqualTo(lines.subList(lines.size() - shown.size(), lines.size()));
    assertThat(DEVICE.bytesFrom(page.console(), page.tunnelId()) - before).isGreaterThan(BIG_BYTES);
  }

  @Test
  void aChangedHostKeyStopsTheConnection() {
    // Given
    var page = connect(SshDevice.CHANGING);
    var key = DEVICE.changing().userKey();
    page.signIn(key, "").acceptNewHostKey().ready();
    page.console().button("Disconnect").click();
    var known = DEVICE.changing().fingerprint();

    // When
    DEVICE.changing().changeHostKey();
    page.signIn(key, "");

    // Then
    var dialog = page.console().dialog();
    assertThat(dialog).containsText("The device’s host key has changed");
    assertThat(dialog).containsText(known);
    assertThat(dialog).containsText(DEVICE.changing().fingerprint());

    // When
    page.console().confirm("Cancel");

    // Then
    assertThat(page.console().field("User name on the device")).isVisible();
    assertThat(page.screen()).hasCount(0);

    // When
    page.signIn(key, "");

    // Then
    assertThat(dialog).containsText("The device’s host key has changed");
    page.console().confirm("Trust the new key and go on");
    page.ready();
  }

  @Test
  void severalTerminalsShareATunnelAndComeBackAfterALoss() {
    // Given
    var page = connect(SshDevice.SSH);
    var sent = Sent.by(page.page());
    page.signIn(DEVICE.sshd().userKey(), "").acceptNewHostKey().ready();

    // When
    page.run("clear; MINE=one; echo $MINE-$((6 * 7))").shows("one-42");
    page.console().button("New terminal").click();
    page.ready().run("MINE=two; echo $MINE-$((6 * 7))").shows("two-42");
    page.tab("Terminal 1");

    // Then
    page.run("echo still-$MINE").shows("still-one");
    assertThat(sent.webSockets()).hasSize(1);

    // When
    page.run("kill -9 $PPID");
    page.console().button("Reconnect").click();

    // Then
    page.run("echo again-$((6 * 7))$MINE.").shows("again-42.");
    assertThat(page.screen()).containsText("still-one");
  }

  @Test
  void aTunnelThatIsClosedEndsTheTerminalWithWords() {
    // Given
    var page = shell();

    // When
    CONSOLE.api().closeTunnel(close -> close.tunnelId(page.tunnelId()));

    // Then
    page.says("The tunnel is closed.");
  }

  @Test
  void tenMebibytesGoUpAndDownUnchanged() throws IOException {
    // Given
    var device = STAGE.newFolder("device");
    var here = STAGE.newFolder("here");
    var bytes = new byte[10 << 20];
    new SplittableRandom(1).nextBytes(bytes);
    var original = Files.write(here.resolve("firmware.bin"), bytes);
    var page = shell();
    page.openFiles(device);
    page.watchProgress();

    // When
    page.page().locator("input[type=file][aria-label=Upload]").setInputFiles(original);

    // Then
    page.says("Uploading firmware.bin");
    page.says("Finished");
    assertThat(device.resolve("firmware.bin")).hasBinaryContent(bytes);
    assertThat(page.halfways()).as("progress of the upload").isNotEmpty();

    // When
    page.select("firmware.bin");
    var download = page.page().waitForDownload(() -> page.console().button("Download").click());
    download.saveAs(here.resolve("returned"));

    // Then
    page.says("Downloading firmware.bin");
    assertThat(here.resolve("returned")).hasBinaryContent(bytes);
    assertThat(page.halfways()).as("progress of the download").isNotEmpty();

    // When
    page.drop("dropped.txt", "from the desk");

    // Then
    page.says("Uploading dropped.txt");
    assertThat(page.console().row("dropped.txt")).isVisible();
    assertThat(device.resolve("dropped.txt")).hasContent("from the desk");
  }

  @Test
  void whatScrolledAwayIsFoundCopiedAndPasted() {
    // Given
    var page = shell();
    page.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.run("clear; echo needle-$((6 * 7)); seq 300; echo rest-$((6 * 7))").shows("rest-42");
    assertThat(page.screen()).not().containsText("needle-42");

    // When
    page.console().button("Search in the scrollback").click();
    page.console().field("Search in the scrollback").fill("needle-42");
    page.page().keyboard().press("Enter");

    // Then
    page.shows("needle-42");

    // When
    page.selectWord("needle-42");
    page.console().button("Copy selection").click();

    // Then
    assertThat(page.page().evaluate("navigator.clipboard.readText()")).isEqualTo("needle-42");

    // When
    page.run("clear").type("echo pasted:");
    page.console().button("Paste").click();
    page.page().keyboard().press("Enter");

    // Then
    page.shows(Pattern.compile("[^:\\w]pasted:needle-42"));
  }

  @Test
  void whatTheDeviceWritesReachesNeitherTitleNorClipboard() {
    // Given
    var page = shell();
    var title = page.page().title();
    page.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.page().evaluate("navigator.clipboard.writeText('mine')");

    // When
    page.run(
        "clear; printf '" + escaped(COPY_HARM + TITLE_HARM + LINK_HARM) + "'; echo _$((6 * 7))");
    page.shows("link-here_42");

    // Then
    assertThat(page.page().getByText(SHOWN_BANNER)).isVisible();
    assertThat(page.page().locator("img[src=x]")).hasCount(0);
    assertThat(page.page().title()).isEqualTo(title);
    assertThat(page.page().evaluate("navigator.clipboard.readText()")).isEqualTo("mine");

    // When
    page.clickOn("link-here");

    // Then
    assertThat(page.console().dialog()).containsText("https://harm.example/");
    assertThat(page.page().context().pages()).hasSize(1);
  }

  private static String escaped(String text) {
    return text.replace("\033", "\\033").replace("\007", "\\007");
  }

  @Test
  void passwordsKeysAndTokensStayWhereTheyBelong() throws IOException {
    // Given
    var key = DEVICE.sshd().newUserKey("ed25519", PASSPHRASE);
    var page = connect(SshDevice.SSH);
    var sent = Sent.by(page.page());

    // When
    page.signIn(key, PASSPHRASE).acceptNewHostKey().ready();
    var token =
        page.page().context().cookies(CONSOLE.server().endpoint() + "/tunnel").stream()
            .filter(cookie -> cookie.name.equals("awsiot-tunnel-token"))
            .findFirst()
            .orElseThrow();
    page.console().button("Disconnect").click();
    page.page().evaluate("h => { location.hash = h }", page.hash(SshDevice.PASSWORD));
    page.signIn(PasswordSshServer.USER, DEVICE.password().password()).acceptNewHostKey().ready();

    // Then
    assertThat(token.httpOnly && token.secure).isTrue();
    var middleOfKey = Files.readAllLines(key).get(2);
    var secrets = List.of(token.value, middleOfKey, PASSPHRASE, DEVICE.password().password());
    assertThat(sent.contents()).hasSizeGreaterThan(4);
    for (var secret : secrets) {
      assertThat(sent.contents()).noneMatch(content -> content.contains(secret));
      assertThat(sent.addresses()).noneMatch(address -> address.contains(secret));
    }
    assertThat(page.console().everything()).doesNotContain(secrets);
    assertThat(CONSOLE.server().running().text()).doesNotContain(secrets);
    assertThat(page.page().evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
        .asString()
        .contains("host-key")
        .doesNotContain(secrets);
  }

  @Test
  void anotherOriginsPageCannotUseTheTokenOfTheCookie() {
    // Given
    var endpoint = CONSOLE.server().endpoint();
    var socket = "wss://" + endpoint.getAuthority() + "/tunnel?local-proxy-mode=source";
    // The same site, as cookies see it: its requests carry them.
    var other = "https://" + endpoint.getHost() + ":1/";
    try (var page = CONSOLE.stranger()) {
      page.open("#/tunnels");
      var id = DEVICE.openTunnel();
      var connected = page.call("tunnels/" + id + "/connect", "{\"service\":\"SSH\"}");
      assertThat(connected.status()).as(connected.text()).isEqualTo(200);
      var said = new ArrayList<String>();
      page.page().onConsoleMessage(message -> said.add(message.text()));
      // Chromium itself would keep a page that comes from nowhere away from this machine's ports.
      page.page().context().grantPermissions(List.of("local-network-access"));
      page.page().route(other, route -> route.fulfill(new Route.FulfillOptions().setBody("")));

      // When
      page.page().navigate(other);
      var elsewhere = TerminalPage.openWebSocket(page, socket);
      page.open("#/tunnels");
      var own = TerminalPage.openWebSocket(page, socket);

      // Then
      assertThat(elsewhere).isEqualTo("refused");
      // The token was there: without one the answer is another.
      assertThat(said).anyMatch(text -> text.contains("403"));
      assertThat(own).isEqualTo("open");
    }
  }

  /** A tab at the form that asks for a user name. */
  private static TerminalPage connect(String service) {
    var page = new TerminalPage(CONSOLE.administrator());
    page.console().open("#/tunnels/" + DEVICE.openTunnel() + "/connect/" + service);
    return page;
  }

  /** A tab with a shell. */
  private static TerminalPage shell() {
    return connect(SshDevice.SSH).signIn(DEVICE.sshd().userKey(), "").acceptNewHostKey().ready();
  }
}
