package io.adit.conformance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.adit.conformance.console.Chromium;
import io.adit.conformance.console.ConsolePage;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelStatus;

/** The console as people use it, in a browser. */
class ConsoleHubTest {
  private static final String PASSWORD = "three words together 7";

  /** Shown as text, it does nothing; as mark-up, it would open a dialog. */
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  private static final String OPEN = "call/IoTSecuredTunneling/OpenTunnel";

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static Chromium chromium;
  private static IoTSecureTunnelingClient api;
  private static String firstLink;
  private static String signedIn;

  private final List<ConsolePage> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = AditProcess.start(STAGE);
    chromium = STAGE.owns(Chromium.start());
    api = STAGE.owns(AwsSdk.client(server));
    firstLink = server.running().awaitLine("/console/(#/first/\\S+)", Within.seconds(10)).group(1);
    try (var page = chromium.newVisitor(server)) {
      page.makeAdministrator(firstLink, PASSWORD);
      assertThat(page.heading("Tunnels").first()).isVisible();
      signedIn = page.storageState();
    }
  }

  /** No page may ask another host, run what it was given as text, or break its own policy. */
  @AfterEach
  void nothingStrayed() {
    opened.forEach(page -> assertThat(page.strayed()).isEmpty());
    opened.forEach(ConsolePage::close);
  }

  @Test
  void theFirstLinkMakesOneAdministratorOnly() {
    // Given
    var page = visitor(options -> {});

    // When
    page.makeAdministrator(firstLink, PASSWORD);

    // Then
    assertThat(page.text("adit console link")).isVisible();
    assertThat(page.heading("Tunnels")).hasCount(0);
  }

  @Test
  void onlyTheRightPasswordSignsInAndSigningOutEndsIt() {
    // Given
    var page = visitor(options -> {}).open("#/tunnels");

    // When
    page.signIn("admin", "three words together 8");

    // Then
    assertThat(page.text("wrong")).isVisible();
    assertThat(page.heading("Tunnels")).hasCount(0);

    // When
    page.signIn("admin", PASSWORD);
    assertThat(page.heading("Tunnels").first()).isVisible();
    var session = page.storageState();
    page.choose("Account", "Sign out");

    // Then
    assertThat(page.heading("Sign in")).isVisible();
    var thief = visitor(options -> options.setStorageState(session)).open("#/things");
    assertThat(thief.heading("Sign in")).isVisible();
  }

  @Test
  void quickSetupShowsTheTokensOfATunnelOnce() {
    // Given
    var page = administrator().open("#/things");
    enrol(page, "Pump1");

    // When
    page.open("#/tunnels").button("Create tunnel").click();
    page.text("Quick setup (SSH)").click();
    page.button("Next").click();
    page.field("Thing").fill("Pump1");
    page.button("Next").click();
    page.button("Create tunnel").click();
    var tokens = page.shownTokens();
    page.confirm("Done");

    // Then
    assertThat(page.text("The tunnel was created.")).isVisible();
    assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
    assertThat(page.everything()).doesNotContain(tokens);
    assertThat(server.running().text()).doesNotContain(tokens);
    assertThat(page.open("#/tunnels").row("Pump1")).containsText("SSH");
  }

  private static void enrol(ConsolePage page, String thing) {
    page.button("Enrol device").click();
    page.field("Name").fill(thing);
    page.confirm("Enrol");
    assertThat(page.heading(thing + " is enrolled")).isVisible();
  }

  @Test
  void manualSetupOpensWhatWasFilledIn() {
    // Given
    var page = administrator().open("#/tunnels/create");

    // When
    page.text("Manual setup").click();
    page.button("Next").click();
    page.field("Description – optional").fill("by hand");
    page.field("Lifetime in minutes").fill("721");
    page.button("Next").click();
    assertThat(page.text("Enter a whole number from 1 to 720.")).isVisible();
    page.field("Lifetime in minutes").fill("30");
    page.button("Add tag").click();
    page.field("Key").fill("site");
    page.field("Value").fill("kyoto");
    page.button("Next").click();
    page.button("Create tunnel").click();
    page.confirm("Done");

    // Then
    assertThat(page.text("The tunnel was created.")).isVisible();
    var tunnel = api.describeTunnel(describe -> describe.tunnelId(page.tunnelId())).tunnel();
    assertThat(tunnel.description()).isEqualTo("by hand");
    assertThat(tunnel.timeoutConfig().maxLifetimeTimeoutMinutes()).isEqualTo(30);
    assertThat(tunnel.destinationConfig().services()).containsExactly("SSH");
    assertThat(tunnel.tags()).containsExactly(tag("site", "kyoto"));
  }

  @Test
  void statesChangeWithinASecondWithoutReloading() {
    // Given
    var page = administrator().open("#/tunnels");
    assertThat(page.text("Live")).isVisible();
    page.page().evaluate("window.loadedOnce = true");

    // When
    var tunnel = open("live");

    // Then
    assertThat(page.row("live"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(1000));

    // When
    var destination =
        ProxyProcess.launch(
            STAGE, server, tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:9");
    destination.connected();

    // Then
    var inASecond = new LocatorAssertions.ContainsTextOptions().setTimeout(1000);
    assertThat(page.row("live")).containsText("Connected", inASecond);
    destination.close();
    assertThat(page.row("live")).not().containsText("Connected", inASecond);
    assertThat((Boolean) page.page().evaluate("window.loadedOnce")).isTrue();
  }

  @Test
  void newTokensAreShownOnceAndTheOldOneIsOfNoUse() {
    // Given
    var tunnel = open("rotated");
    var page = administrator().open("#/tunnels/" + tunnel.tunnelId());

    // When
    page.choose("Actions", "Generate new tokens");
    page.dialog().getByText("Source", exactly()).click();
    page.confirm("Generate tokens");
    var tokens = page.shownTokens();
    page.confirm("Done");

    // Then
    assertThat(tokens).hasSize(1).doesNotContain(tunnel.sourceAccessToken());
    assertThat(page.dialog()).hasCount(0);
    assertThat(page.everything()).doesNotContain(tokens);
    assertThat(page.row("New tokens generated")).containsText("admin");
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void tagsAreAddedAndRemoved() {
    // Given
    var tunnel = open("tagged", tag("site", "osaka"));
    var page = administrator().open("#/tunnels/" + tunnel.tunnelId());

    // When
    page.button("Manage tags").click();
    page.button("Remove tag site").click();
    page.button("Add tag").click();
    page.field("Key").fill("team");
    page.field("Value").fill("field");
    page.confirm("Save");

    // Then
    assertThat(page.text("The tags were saved.")).isVisible();
    var kept = api.listTagsForResource(list -> list.resourceArn(tunnel.tunnelArn())).tags();
    assertThat(kept).containsExactly(tag("team", "field"));
    assertThat(page.text("osaka")).hasCount(0);
  }

  @Test
  void aClosedTunnelIsDuplicated() {
    // Given
    var closed = open("once more", tag("site", "nara"));
    api.closeTunnel(close -> close.tunnelId(closed.tunnelId()));
    var page = administrator().open("#/tunnels/" + closed.tunnelId());

    // When
    page.choose("Actions", "Duplicate tunnel");
    assertThat(page.field("Description – optional")).hasValue("once more");
    page.button("Next").click();
    page.button("Create tunnel").click();
    page.confirm("Done");

    // Then
    assertThat(page.text("The tunnel was created.")).isVisible();
    assertThat(page.tunnelId()).isNotEqualTo(closed.tunnelId());
    var again = api.describeTunnel(describe -> describe.tunnelId(page.tunnelId())).tunnel();
    assertThat(again.status()).isEqualTo(TunnelStatus.OPEN);
    assertThat(again.tags()).containsExactly(tag("site", "nara"));
  }

  @Test
  void severalAreClosedAndDeletedTogether() {
    // Given
    var some = List.of(open("bulk a"), open("bulk b"));
    open("bulk rest");
    var page = administrator().open("#/tunnels");
    some.forEach(tunnel -> page.select(tunnel.tunnelId()));

    // When
    page.button("Close tunnel").click();
    page.confirm("Close tunnel");

    // Then
    assertThat(page.text("2 tunnels were closed.")).isVisible();
    assertThat(page.row("bulk a")).containsText("Closed");
    assertThat(page.row("bulk rest")).containsText("Open");

    // When
    some.forEach(tunnel -> page.select(tunnel.tunnelId()));
    page.button("Delete tunnel").click();
    page.confirm("Delete tunnel");

    // Then
    assertThat(page.text("2 tunnels were deleted.")).isVisible();
    assertThat(page.row("bulk b")).hasCount(0);
    assertThat(page.row("bulk rest")).isVisible();
  }

  @Test
  void theFilterLeavesWhatMatches() {
    // Given
    open("needle", tag("floor", "seventh"));
    open("haystack");
    var page = administrator().open("#/tunnels");
    assertThat(page.row("haystack")).isVisible();

    // When
    page.field("Filter tunnels").fill("seventh");
    page.field("Filter tunnels").press("Enter");

    // Then
    assertThat(page.row("needle")).isVisible();
    assertThat(page.row("haystack")).hasCount(0);
  }

  @Test
  void anEnrolledDeviceHasACertificateAndAKeyThatIsGivenOnce() {
    // Given
    var page = administrator().open("#/things");

    // When
    enrol(page, "Valve7");
    var bundle = page.page().waitForDownload(page.button("Download all as one tar file")::click);
    page.confirm("Done");

    // Then
    assertThat(bundle.suggestedFilename()).isEqualTo("Valve7.tar");
    assertThat(page.everything()).doesNotContain("PRIVATE KEY");
    assertThat(page.row("Valve7")).containsText("1 active of 1");
    assertThat(page.row("Valve7")).containsText("Offline");
    page.open("#/things/Valve7");
    assertThat(page.heading("Valve7")).isVisible();
    assertThat(page.row("Active")).isVisible();
    assertThat(page.button("Use existing tunnel")).isDisabled();
    page.button("Create tunnel").click();
    page.button("Next").click();
    assertThat(page.field("Thing")).hasValue("Valve7");
  }

  @Test
  void japaneseIsChosenAndKept() {
    // Given
    var page = administrator().open("#/tunnels");

    // When
    page.choose("Language", "日本語");

    // Then
    assertThat(page.heading("トンネル").first()).isVisible();
    assertThat(page.button("トンネルを作成")).isVisible();
    page.page().reload();
    assertThat(page.heading("トンネル").first()).isVisible();
    assertThat(page.page().locator("html")).hasAttribute("lang", "ja");
    var visitor = visitor(options -> options.setLocale("ja-JP")).open("#/tunnels");
    assertThat(visitor.button("サインイン")).isVisible();
  }

  @Test
  void darkIsTheSystemsWishAndCanBeRefused() {
    // Given
    var page = administrator(options -> options.setColorScheme(ColorScheme.DARK)).open("#/tunnels");
    assertThat(page.heading("Tunnels").first()).isVisible();

    // Then
    assertThat(page.brightnessOfText()).isGreaterThan(192);

    // When
    page.choose("Appearance", "Light");

    // Then
    assertThat(page.brightnessOfText()).isLessThan(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/tunnels", "#/tunnels/", "#/tunnels/create", "#/things", "#/users"})
  void aPhoneNeedsNoScrollingSideways(String hash) {
    // Given
    var tunnel = open("on a phone with a description that is somewhat longer than the screen");
    var page = administrator(options -> options.setViewportSize(375, 700));

    // When
    page.open(hash.equals("#/tunnels/") ? hash + tunnel.tunnelId() : hash);
    assertThat(page.page().locator("h1").first()).isVisible();

    // Then
    assertThat(page.scrollsSideways()).isFalse();
  }

  @Test
  void aViewerSeesAllAndChangesNothing() {
    // Given
    var tunnel = open("for eyes only");
    var administrator = administrator().open("#/users");
    addViewer(administrator, "vera");
    var page = visitor(options -> {}).open("#/tunnels").signIn("vera", PASSWORD);

    // Then
    assertThat(page.row("for eyes only")).isVisible();
    assertThat(page.button("Create tunnel")).isDisabled();
    assertThat(page.page().locator("a[href='#/users']")).hasCount(0);
    page.select(tunnel.tunnelId());
    assertThat(page.button("Close tunnel")).isDisabled();
    assertThat(page.button("Delete tunnel")).isDisabled();
    var id = "{\"tunnelId\":\"%s\"}".formatted(tunnel.tunnelId());
    assertThat(page.call("call/IoTSecuredTunneling/DescribeTunnel", id).status()).isEqualTo(200);
    for (var refused : List.of(OPEN, "call/IoTSecuredTunneling/CloseTunnel")) {
      var answer = page.call(refused, refused.equals(OPEN) ? "{}" : id);
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }
    assertThat(page.call("things/Valve9/enrol", "{}").status()).isEqualTo(403);
    assertThat(
            page.call("tunnels/" + tunnel.tunnelId() + "/connect", "{\"service\":\"SSH\"}")
                .status())
        .isEqualTo(403);
    assertThat(page.call("users", user("eve")).status()).isEqualTo(403);
    assertThat(page.open("#/users").text("Only administrators see this page.")).isVisible();
    assertThat(page.open("#/tunnels/" + tunnel.tunnelId()).button("Manage tags")).isDisabled();
  }

  private static String user(String name) {
    return "{\"user\":\"%s\",\"role\":\"administrator\",\"password\":\"%s\"}"
        .formatted(name, PASSWORD);
  }

  private static void addViewer(ConsolePage page, String name) {
    page.button("Add user").click();
    page.field("User name").fill(name);
    page.dialog().getByRole(AriaRole.BUTTON).getByText("Operator").click();
    page.text("Sees tunnels and things, changes nothing").click();
    page.field("First password").fill(PASSWORD);
    page.field("Password again").fill(PASSWORD);
    page.confirm("Add user");
    assertThat(page.row(name)).containsText("Viewer");
  }

  @Test
  void markupIsShownAsTextOrRefused() {
    // Given
    var tunnel = open(MARKUP);
    var page = administrator().open("#/tunnels");

    // Then
    assertThat(page.row(MARKUP)).isVisible();
    page.open("#/tunnels/" + tunnel.tunnelId()).choose("Actions", "Close tunnel");
    assertThat(page.dialog()).containsText(MARKUP);
    assertThat(page.page().locator("img[src=x]")).hasCount(0);
    var tagged = "{\"tags\":[{\"key\":\"a\",\"value\":\"%s\"}]}".formatted(MARKUP);
    assertThat(page.call(OPEN, tagged).status()).isEqualTo(400);
    var thing = "{\"thingName\":\"%s\"}".formatted(MARKUP);
    assertThat(page.call("call/iot/CreateThing", thing).status()).isEqualTo(400);
  }

  @Test
  void evenMarkupThatGetsIntoAPageRunsNothing() {
    try (var page = chromium.newVisitor(server, options -> options.setStorageState(signedIn))) {
      // Given
      page.open("#/tunnels");

      // When
      page.page().evaluate("m => document.body.insertAdjacentHTML('beforeend', m)", MARKUP);
      page.page().waitForConsoleMessage(() -> page.page().evaluate("console.info('later')"));

      // Then
      assertThat(page.strayed()).isNotEmpty().allMatch(what -> what.contains("script-src"));
    }
  }

  @Test
  void anotherSitesRequestsAreRefused() {
    // Given
    var page = administrator().open("#/tunnels");
    assertThat(page.heading("Tunnels").first()).isVisible();
    var body = "{\"description\":\"forged\"}";

    // When
    var withoutHeader = page.call(OPEN, body, Map.of());
    var otherOrigin =
        page.page()
            .request()
            .post(
                "/console/api/" + OPEN,
                RequestOptions.create()
                    .setHeader("X-Adit-Console", "1")
                    .setHeader("Origin", "https://other.example")
                    .setHeader("Content-Type", "application/json")
                    .setData(body));

    // Then
    assertThat(withoutHeader.status()).isEqualTo(403);
    assertThat(otherOrigin.status()).isEqualTo(403);
    assertThat(page.call(OPEN, "{\"description\":\"own\"}").status()).isEqualTo(200);
    assertThat(page.row("own")).isVisible();
    assertThat(page.row("forged")).hasCount(0);
  }

  private static OpenTunnelResponse open(String description, Tag... tags) {
    return api.openTunnel(open -> {
      open.description(description).destinationConfig(to -> to.services("SSH"));
      if (tags.length > 0) {
        open.tags(tags);
      }
    });
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private ConsolePage administrator() {
    return administrator(options -> {});
  }

  private ConsolePage administrator(Consumer<Browser.NewContextOptions> change) {
    return visitor(change.andThen(options -> options.setStorageState(signedIn)));
  }

  private ConsolePage visitor(Consumer<Browser.NewContextOptions> change) {
    var page = chromium.newVisitor(server, change);
    opened.add(page);
    return page;
  }
}
