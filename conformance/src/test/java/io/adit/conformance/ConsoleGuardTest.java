package io.adit.conformance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.adit.conformance.console.ConsolePage;
import io.adit.conformance.console.ConsoleStory;
import io.adit.conformance.programs.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the console looks to each of its people, and what keeps others out of it. */
class ConsoleGuardTest {
  /** Shown as text, it does nothing; as mark-up, it would open a dialog. */
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  private static final String REACHES_BEYOND =
      "table => table.scrollWidth > table.parentElement.clientWidth";

  private static final String OPEN = "call/IoTSecuredTunneling/OpenTunnel";

  @AutoClose static final Stage STAGE = new Stage();

  private static final ConsoleStory CONSOLE = ConsoleStory.start(STAGE);

  @AfterEach
  void nothingStrayed() {
    CONSOLE.endTest();
  }

  @Test
  void japaneseIsChosenAndKept() {
    // Given
    var page = CONSOLE.administrator().open("#/tunnels");

    // When
    page.choose("Language", "日本語");

    // Then
    assertThat(page.heading("トンネル").first()).isVisible();
    assertThat(page.button("トンネルを作成")).isVisible();
    page.page().reload();
    assertThat(page.heading("トンネル").first()).isVisible();
    assertThat(page.page().locator("html")).hasAttribute("lang", "ja");
    var visitor = CONSOLE.visitor(options -> options.setLocale("ja-JP")).open("#/tunnels");
    assertThat(visitor.button("サインイン")).isVisible();
  }

  @Test
  void darkIsTheSystemsWishAndCanBeRefused() {
    // Given
    var page =
        CONSOLE
            .administrator(options -> options.setColorScheme(ColorScheme.DARK))
            .open("#/tunnels");
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
    var tunnel =
        CONSOLE.open("on a phone with a description that is somewhat longer than the screen");
    var page = CONSOLE.administrator(options -> options.setViewportSize(375, 700));

    // When
    page.open(hash.equals("#/tunnels/") ? hash + tunnel.tunnelId() : hash);
    assertThat(page.page().locator("h1").first()).isVisible();

    // Then
    assertThat(page.scrollsSideways()).isFalse();
  }

  @Test
  void aLaptopShowsTheWholeTableOfTunnels() {
    // Given
    CONSOLE.open("on a laptop with a description that is somewhat longer than its column");
    var page = CONSOLE.administrator().open("#/tunnels");
    var table = page.page().locator("table").first();

    // Then
    page.row("on a laptop").first().waitFor();
    page.settled();
    assertThat((Boolean) table.evaluate(REACHES_BEYOND)).isFalse();

    // When
    page.choose("Language", "日本語");

    // Then
    assertThat(page.heading("トンネル").first()).isVisible();
    assertThat((Boolean) table.evaluate(REACHES_BEYOND)).isFalse();

    // When
    page.page().setViewportSize(700, 800);

    // Then: there it scrolls, so that what was measured means something.
    assertThat((Boolean) table.evaluate(REACHES_BEYOND)).isTrue();
  }

  @Test
  void noPageHasASeriousBarrier() {
    // Given
    var tunnel = CONSOLE.open("for all", ConsoleStory.tag("site", "kobe"));
    var details = "#/tunnels/" + tunnel.tunnelId();
    var page = CONSOLE.administrator();
    var visitor = CONSOLE.visitor(options -> {}).open("#/tunnels");

    // Then
    visitor.page().locator("form").waitFor();
    assertThat(visitor.barriers()).isEmpty();
    assertThat(barriers(page, "#/tunnels", details, "#/tunnels/create", "#/things", "#/users"))
        .isEmpty();

    // When
    page.choose("Language", "日本語");
    page.choose("外観", "ダーク");

    // Then
    assertThat(barriers(page, "#/tunnels", details)).isEmpty();
  }

  private static List<String> barriers(ConsolePage page, String... hashes) {
    var found = new ArrayList<String>();
    for (var hash : hashes) {
      page.open(hash).page().locator("h1").first().waitFor();
      page.settled();
      page.barriers().forEach(barrier -> found.add(hash + ": " + barrier));
    }
    return found;
  }

  @Test
  void theKeyboardAloneSignsInAndCreatesATunnel() {
    // Given
    var page = CONSOLE.visitor(options -> {}).open("#/tunnels/create");
    var keyboard = page.page().keyboard();

    // When
    page.tabTo(page.field("User name"));
    keyboard.type("admin");
    page.tabTo(page.field("Password"));
    keyboard.type(ConsoleStory.PASSWORD);
    keyboard.press("Enter");
    page.tabTo(page.page().getByRole(AriaRole.RADIO).first());
    keyboard.press("ArrowDown");
    page.tabTo(page.button("Next"));
    keyboard.press("Enter");
    page.tabTo(page.field("Description – optional"));
    keyboard.type("by keyboard");
    page.tabTo(page.button("Next"));
    keyboard.press("Enter");
    page.tabTo(page.button("Create tunnel"));
    keyboard.press("Enter");
    page.shownTokens();
    page.tabTo(page.button("Done"));
    keyboard.press("Enter");

    // Then
    assertThat(page.text("The tunnel was created.")).isVisible();
    assertThat(page.text("by keyboard").first()).isVisible();
  }

  @Test
  void aViewerSeesAllAndChangesNothing() {
    // Given
    var tunnel = CONSOLE.open("for eyes only");
    var administrator = CONSOLE.administrator().open("#/users");
    addViewer(administrator, "vera");
    var page =
        CONSOLE.visitor(options -> {}).open("#/tunnels").signIn("vera", ConsoleStory.PASSWORD);

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
        .formatted(name, ConsoleStory.PASSWORD);
  }

  private static void addViewer(ConsolePage page, String name) {
    page.button("Add user").click();
    page.field("User name").fill(name);
    page.dialog().getByRole(AriaRole.BUTTON).getByText("Operator").click();
    page.text("Sees tunnels and things, changes nothing").click();
    page.field("First password").fill(ConsoleStory.PASSWORD);
    page.field("Password again").fill(ConsoleStory.PASSWORD);
    page.confirm("Add user");
    assertThat(page.row(name)).containsText("Viewer");
  }

  @Test
  void markupIsShownAsTextOrRefused() {
    // Given
    var tunnel = CONSOLE.open(MARKUP);
    var page = CONSOLE.administrator().open("#/tunnels");

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
    try (var page = CONSOLE.stranger()) {
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
    var page = CONSOLE.administrator().open("#/tunnels");
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
}
