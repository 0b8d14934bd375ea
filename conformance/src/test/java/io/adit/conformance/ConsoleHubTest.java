package io.adit.conformance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.adit.conformance.console.ConsolePage;
import io.adit.conformance.console.ConsoleStory;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelStatus;

/** The console as people use it, in a browser. */
class ConsoleHubTest {

  @AutoClose static final Stage STAGE = new Stage();

  private static final ConsoleStory CONSOLE = ConsoleStory.start(STAGE);

  @AfterEach
  void nothingStrayed() {
    CONSOLE.endTest();
  }

  @Test
  void theFirstLinkMakesOneAdministratorOnly() {
    // Given
    var page = CONSOLE.visitor(options -> {});

    // When
    page.makeAdministrator(CONSOLE.firstLink(), ConsoleStory.PASSWORD);

    // Then
    assertThat(page.text("adit console link")).isVisible();
    assertThat(page.heading("Tunnels")).hasCount(0);
  }

  @Test
  void onlyTheRightPasswordSignsInAndSigningOutEndsIt() {
    // Given
    var page = CONSOLE.visitor(options -> {}).open("#/tunnels");

    // When
    page.signIn("admin", "three words together 8");

    // Then
    assertThat(page.text("wrong")).isVisible();
    assertThat(page.heading("Tunnels")).hasCount(0);

    // When
    page.signIn("admin", ConsoleStory.PASSWORD);
    assertThat(page.heading("Tunnels").first()).isVisible();
    var session = page.storageState();
    page.choose("Account", "Sign out");

    // Then
    assertThat(page.heading("Sign in")).isVisible();
    var thief = CONSOLE.visitor(options -> options.setStorageState(session)).open("#/things");
    assertThat(thief.heading("Sign in")).isVisible();
  }

  @Test
  void quickSetupShowsTheTokensOfATunnelOnce() {
    // Given
    var page = CONSOLE.administrator().open("#/things");
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
    assertThat(CONSOLE.server().running().text()).doesNotContain(tokens);
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
    var page = CONSOLE.administrator().open("#/tunnels/create");

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
    var tunnel =
        CONSOLE.api().describeTunnel(describe -> describe.tunnelId(page.tunnelId())).tunnel();
    assertThat(tunnel.description()).isEqualTo("by hand");
    assertThat(tunnel.timeoutConfig().maxLifetimeTimeoutMinutes()).isEqualTo(30);
    assertThat(tunnel.destinationConfig().services()).containsExactly("SSH");
    assertThat(tunnel.tags()).containsExactly(ConsoleStory.tag("site", "kyoto"));
  }

  @Test
  void statesChangeWithinASecondWithoutReloading() {
    // Given
    var page = CONSOLE.administrator().open("#/tunnels");
    assertThat(page.text("Live")).isVisible();
    page.page().evaluate("window.loadedOnce = true");

    // When
    var tunnel = CONSOLE.open("live");

    // Then
    assertThat(page.row("live"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(1000));

    // When
    var destination =
        ProxyProcess.launch(
            STAGE, CONSOLE.server(), tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:9");
    destination.connected();

    // Then
    var inASecond = new LocatorAssertions.ContainsTextOptions().setTimeout(1000);
    assertThat(page.row("live")).containsText("Connected", inASecond);
    destination.close();
    assertThat(page.row("live")).not().containsText("Connected", inASecond);
    assertThat((Boolean) page.page().evaluate("window.loadedOnce")).isTrue();
  }

  @Test
  void newTokensAreShownOnceAndAreOthersThanBefore() {
    // Given
    var tunnel = CONSOLE.open("rotated");
    var page = CONSOLE.administrator().open("#/tunnels/" + tunnel.tunnelId());

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
    var tunnel = CONSOLE.open("tagged", ConsoleStory.tag("site", "osaka"));
    var page = CONSOLE.administrator().open("#/tunnels/" + tunnel.tunnelId());

    // When
    page.button("Manage tags").click();
    page.button("Remove tag site").click();
    page.button("Add tag").click();
    page.field("Key").fill("team");
    page.field("Value").fill("field");
    page.confirm("Save");

    // Then
    assertThat(page.text("The tags were saved.")).isVisible();
    var kept =
        CONSOLE.api().listTagsForResource(list -> list.resourceArn(tunnel.tunnelArn())).tags();
    assertThat(kept).containsExactly(ConsoleStory.tag("team", "field"));
    assertThat(page.text("osaka")).hasCount(0);
  }

  @Test
  void aClosedTunnelIsDuplicated() {
    // Given
    var closed = CONSOLE.open("once more", ConsoleStory.tag("site", "nara"));
    CONSOLE.api().closeTunnel(close -> close.tunnelId(closed.tunnelId()));
    var page = CONSOLE.administrator().open("#/tunnels/" + closed.tunnelId());

    // When
    page.choose("Actions", "Duplicate tunnel");
    assertThat(page.field("Description – optional")).hasValue("once more");
    page.button("Next").click();
    page.button("Create tunnel").click();
    page.confirm("Done");

    // Then
    assertThat(page.text("The tunnel was created.")).isVisible();
    assertThat(page.tunnelId()).isNotEqualTo(closed.tunnelId());
    var again =
        CONSOLE.api().describeTunnel(describe -> describe.tunnelId(page.tunnelId())).tunnel();
    assertThat(again.status()).isEqualTo(TunnelStatus.OPEN);
    assertThat(again.tags()).containsExactly(ConsoleStory.tag("site", "nara"));
  }

  @Test
  void severalAreClosedAndDeletedTogether() {
    // Given
    var some = List.of(CONSOLE.open("bulk a"), CONSOLE.open("bulk b"));
    CONSOLE.open("bulk rest");
    var page = CONSOLE.administrator().open("#/tunnels");
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
    CONSOLE.open("needle", ConsoleStory.tag("floor", "seventh"));
    CONSOLE.open("haystack");
    var page = CONSOLE.administrator().open("#/tunnels");
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
    var page = CONSOLE.administrator().open("#/things");

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
  void aCertificateIsDeactivatedAndActivatedAgain() {
    // Given
    var page = CONSOLE.administrator().open("#/things");
    assertThat(page.call("things/Valve8/enrol", "{}").status()).isEqualTo(200);
    page.open("#/things/Valve8").button("Deactivate").click();

    // When
    page.confirm("Deactivate");

    // Then
    assertThat(page.text("The certificate was changed.")).isVisible();
    assertThat(page.row("Inactive")).isVisible();
    assertThat(page.open("#/things").row("Valve8")).containsText("0 active of 1");

    // When
    page.open("#/things/Valve8").button("Activate").click();

    // Then
    assertThat(page.button("Deactivate")).isVisible();
  }

  @Test
  void theNewestOpenTunnelOfAThingIsUsedAgain() {
    // Given
    var page = CONSOLE.administrator().open("#/things");
    assertThat(page.call("things/Valve9/enrol", "{}").status()).isEqualTo(200);
    openFor("Valve9");
    var newest = openFor("Valve9");
    var closed = openFor("Valve9");
    CONSOLE.api().closeTunnel(close -> close.tunnelId(closed.tunnelId()));
    page.open("#/things/Valve9").button("Use existing tunnel").click();

    // When
    page.confirm("Generate and send tokens");
    var tokens = page.shownTokens();
    page.confirm("Done");

    // Then
    assertThat(page.row("New tokens generated").first()).isVisible();
    assertThat(page.tunnelId()).isEqualTo(newest.tunnelId());
    assertThat(tokens)
        .hasSize(2)
        .doesNotContain(newest.sourceAccessToken(), newest.destinationAccessToken());
  }

  private static OpenTunnelResponse openFor(String thing) {
    return CONSOLE
        .api()
        .openTunnel(open -> open.destinationConfig(to -> to.thingName(thing).services("SSH")));
  }

  @Test
  void aUserChangesThePasswordAndIsRemoved() {
    // Given
    var next = "other words together 8";
    var administrator = CONSOLE.administrator().open("#/users");
    addOperator(administrator, "olga");
    var page = CONSOLE.visitor(options -> {}).open("#/tunnels");
    page.signIn("olga", ConsoleStory.PASSWORD).choose("Account", "Change password");

    // When
    page.field("Present password").fill(ConsoleStory.PASSWORD);
    page.field("New password").fill(next);
    page.field("Password again").fill(next);
    page.button("Change password").click();

    // Then
    assertThat(page.text("The password was changed.")).isVisible();
    page.choose("Account", "Sign out");
    page.signIn("olga", ConsoleStory.PASSWORD);
    assertThat(page.text("wrong")).isVisible();
    page.signIn("olga", next);
    assertThat(page.heading("Tunnels").first()).isVisible();

    // When
    administrator.page().reload();
    administrator.button("Remove olga").click();
    administrator.confirm("Remove");

    // Then
    assertThat(administrator.text("olga was removed.")).isVisible();
    assertThat(administrator.row("olga")).hasCount(0);
    page.page().reload();
    assertThat(page.heading("Sign in")).isVisible();
  }

  @Test
  void theAuditLogShowsWhoDidWhatToAdministratorsAlone() {
    // Given
    var opened = CONSOLE.open("for the audit");
    var administrator = CONSOLE.administrator().open("#/audit");
    addOperator(administrator, "otto");

    // When
    administrator.field("Tunnel ID").fill(opened.tunnelId());

    // Then
    assertThat(administrator.row(opened.tunnelId())).hasCount(1);
    assertThat(administrator.row(opened.tunnelId())).containsText("OpenTunnel");
    assertThat(administrator.row(opened.tunnelId())).containsText("administrator");

    // When
    administrator.row(opened.tunnelId()).getByText("No. ").click();

    // Then
    assertThat(administrator.dialog()).containsText("\"sourceAccessToken\": \"(hidden)\"");
    assertThat(administrator.dialog()).not().containsText(opened.sourceAccessToken());
    administrator.settled();
    assertThat(administrator.barriers()).isEmpty();

    // When
    var operator = CONSOLE.visitor(options -> {}).open("#/audit");
    operator.signIn("otto", ConsoleStory.PASSWORD);

    // Then
    assertThat(operator.text("Your role does not allow ReadAuditLog.")).isVisible();
  }

  private static void addOperator(ConsolePage page, String name) {
    var user =
        "{\"user\":\"%s\",\"role\":\"operator\",\"password\":\"%s\"}"
            .formatted(name, ConsoleStory.PASSWORD);
    var answer = page.call("users", user);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
  }
}
