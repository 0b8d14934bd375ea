package io.adit.conformance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.adit.conformance.programs.Adit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A tab with the console, by the names that people see there. */
public final class ConsolePage implements AutoCloseable {
  private static final String CALL =
      """
      async ({ path, body, headers }) => {
        const answer = await fetch('/console/api/' + path, {
          method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });
        return [answer.status, await answer.text()];
      }
      """;
  private static final String REPORT_VIOLATIONS =
      "document.addEventListener('securitypolicyviolation', e =>"
          + " console.error('violation of ' + e.violatedDirective + ': ' + e.blockedURI))";

  private static final String BARRIERS =
      """
      async () => (await axe.run({ resultTypes: ['violations'] })).violations
        .filter(found => ['serious', 'critical'].includes(found.impact))
        .map(found => found.id + ': ' + found.nodes.map(node => node.html).join(' '))
      """;
  private static final int MOST_TABS = 60;

  private final Page page;
  private final URI origin;
  private final List<String> strayed = new CopyOnWriteArrayList<>();

  ConsolePage(Page page, URI origin) {
    this.page = page;
    this.origin = origin;
    page.addInitScript(REPORT_VIOLATIONS);
    page.onRequest(request -> noteOtherHost(request.url()));
    page.onDialog(this::noteDialog);
    page.onPageError(error -> strayed.add("script failed: " + error));
    page.onConsoleMessage(message -> noteMessage(message.text()));
  }

  private void noteOtherHost(String url) {
    var scheme = URI.create(url.replaceAll("[?#].*", "")).getScheme();
    if (!url.startsWith(origin + "/") && !List.of("data", "blob").contains(scheme)) {
      strayed.add("asked another host: " + url);
    }
  }

  private void noteDialog(Dialog dialog) {
    strayed.add("a script's dialog: " + dialog.message());
    dialog.dismiss();
  }

  private void noteMessage(String message) {
    if (message.contains("violation of") || message.contains("Content Security Policy")) {
      strayed.add(message);
    }
  }

  /** What no page of the console may do, and this one did. */
  public List<String> strayed() {
    return strayed;
  }

  public Page page() {
    return page;
  }

  /** Goes there, as a link does; {@code hash} begins with {@code #/}. */
  public ConsolePage open(String hash) {
    page.navigate("/console/" + hash);
    return this;
  }

  public Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator field(String label) {
    // A row of an editor for lists has its first field's label too.
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true))
        .and(page.locator("input, textarea"));
  }

  public Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  public Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** The row of a table that has this text. */
  public Locator row(String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }

  public Locator text(String text) {
    // What screen readers are told besides is there twice.
    return page.getByText(text)
        .filter(new Locator.FilterOptions().setVisible(true))
        .and(page.locator(":not([aria-live])"));
  }

  /** The item of a menu, once its button was pressed; what is chosen now may follow its name. */
  public void choose(String menu, String item) {
    var name = Pattern.compile("^" + menu + "(: .*)?$");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).first().click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item)).click();
  }

  public ConsolePage signIn(String user, String password) {
    field("User name").fill(user);
    field("Password").fill(password);
    button("Sign in").click();
    return this;
  }

  /** Makes the first administrator, {@code admin}. */
  public void makeAdministrator(String link, String password) {
    open(link);
    field("User name").fill("admin");
    field("Password").fill(password);
    field("Password again").fill(password);
    button("Make administrator and sign in").click();
  }

  /** Ticks a tunnel in the hub. */
  public void select(String tunnelId) {
    page.getByRole(
            AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Select tunnel " + tunnelId))
        // What is drawn lies above the box itself.
        .check(new Locator.CheckOptions().setForce(true));
  }

  /** Of the tunnel that the page is about. */
  public String tunnelId() {
    return page.url().replaceAll(".*/", "");
  }

  /** Presses the button of a question, inside of it. */
  public void confirm(String action) {
    dialog()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(action).setExact(true))
        .click();
  }

  /** The tokens that the dialog shows. */
  public List<String> shownTokens() {
    var tokens = dialog().locator(".token");
    tokens.first().waitFor();
    return tokens.allInnerTexts();
  }

  /** As the pages call the service: from the page itself, with the header that they send. */
  public Answer call(String path, String body) {
    return call(path, body, Map.of("X-Adit-Console", "1"));
  }

  public Answer call(String path, String body, Map<String, String> headers) {
    var argument = Map.of("path", path, "body", body, "headers", headers);
    if (page.evaluate(CALL, argument) instanceof List<?> answer
        && answer.get(0) instanceof Number status) {
      return new Answer(status.intValue(), String.valueOf(answer.get(1)));
    }
    throw new AssertionError("the page did not answer a call of " + path);
  }

  /** All of the page's text and mark-up, and its address. */
  public String everything() {
    return page.url() + "\n" + page.content();
  }

  public boolean scrollsSideways() {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Goes on with the Tab key alone until it has the focus. */
  public ConsolePage tabTo(Locator wanted) {
    wanted.waitFor();
    for (int pressed = 0; pressed < MOST_TABS; pressed++) {
      if ((boolean) wanted.evaluate("it => it === document.activeElement")) {
        return this;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the Tab key does not reach " + wanted);
  }

  /** What axe-core finds on the page that matters to people who cannot see or point well. */
  public List<String> barriers() {
    if ((boolean) page.evaluate("typeof axe === 'undefined'")) {
      // Not as the page's own script, which the policy would refuse.
      page.evaluate(Axe.SOURCE);
    }
    return ((List<?>) page.evaluate(BARRIERS)).stream().map(String::valueOf).toList();
  }

  /** Waits until nothing is being read, and the fonts are there. */
  public void settled() {
    assertThat(page.getByText("Loading", new Page.GetByTextOptions().setExact(true))).hasCount(0);
    page.evaluate("document.fonts.ready.then(() => true)");
  }

  /** Of a heading's letters: 0 is black, 255 white. */
  public int brightnessOfText() {
    var colour = (String) page.evaluate("getComputedStyle(document.querySelector('h1')).color");
    return (int)
        Pattern.compile("\\d+")
            .matcher(colour)
            .results()
            .limit(3)
            .mapToInt(part -> Integer.parseInt(part.group()))
            .average()
            .orElseThrow(() -> new AssertionError("no colour: " + colour));
  }

  public String storageState() {
    return page.context().storageState();
  }

  public void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    page.context().close();
  }

  /** The console's build brings it along. */
  private static final class Axe {
    static final String SOURCE =
        read(Adit.root().resolve("console/node_modules/axe-core/axe.min.js"));

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException("axe-core comes with the console's build", e);
      }
    }
  }

  /** What a call from the page was answered. */
  public record Answer(int status, String text) {}
}
