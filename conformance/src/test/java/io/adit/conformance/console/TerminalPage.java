package io.adit.conformance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tab in which somebody connects to a device's SSH server. */
public record TerminalPage(ConsolePage console) {
  private static final String OPEN_WEB_SOCKET =
      """
      url => new Promise(done => {
        const socket = new WebSocket(url, 'aws.iot.securetunneling-3.0');
        socket.onopen = () => done('open');
        socket.onerror = () => done('refused');
      })
      """;
  private static final String WATCH_PROGRESS =
      """
      () => {
        window.noted = [];
        const note = () => document.querySelectorAll('progress').forEach(bar => noted.push(bar.value));
        new MutationObserver(note)
          .observe(document.body, { subtree: true, childList: true, attributes: true });
      }
      """;
  private static final double SHELL_MILLIS = 15_000;

  public Page page() {
    return console.page();
  }

  /** Fills in a user name and a private key, and presses Connect. */
  public TerminalPage signIn(Path key, String passphrase) {
    console.field("User name on the device").fill(System.getProperty("user.name"));
    page()
        .getByRole(
            AriaRole.RADIO, new Page.GetByRoleOptions().setName("Private key").setExact(true))
        // What is drawn lies above the circle itself.
        .check(new Locator.CheckOptions().setForce(true));
    page().locator("form input[type=file]").setInputFiles(key);
    console.field("Passphrase of the key – optional").fill(passphrase);
    console.button("Connect").click();
    return this;
  }

  /** Fills in a user name and a password, which may be empty, and presses Connect. */
  public TerminalPage signIn(String user, String password) {
    console.field("User name on the device").fill(user);
    console.field("Password").fill(password);
    console.button("Connect").click();
    return this;
  }

  public TerminalPage acceptNewHostKey() {
    assertThat(console.dialog()).containsText("Is this the right device?");
    console.confirm("Yes, remember this key");
    return this;
  }

  /** Waits for a shell's prompt. */
  public TerminalPage ready() {
    shows(Pattern.compile("[#$%>]"));
    return this;
  }

  /** Types a line into the terminal that is seen, and Enter. */
  public TerminalPage run(String line) {
    type(line);
    page().keyboard().press("Enter");
    return this;
  }

  public void type(String text) {
    page().locator(".terminal-screen:not(.hidden) .xterm-screen").click();
    page().keyboard().type(text);
  }

  /** Waits until it is on the screen. */
  public void shows(String text) {
    assertThat(screen())
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(SHELL_MILLIS));
  }

  public void shows(Pattern pattern) {
    assertThat(screen())
        .containsText(
            pattern, new LocatorAssertions.ContainsTextOptions().setTimeout(SHELL_MILLIS));
  }

  /** The letters of the terminal that is seen. */
  public Locator screen() {
    return page().locator(".terminal-screen:not(.hidden) .xterm-rows");
  }

  /** What is on the screen, line by line from the top. */
  public List<String> lines() {
    return screen().locator("> div").allInnerTexts().stream()
        .map(line -> line.replace('\u00a0', ' ').stripTrailing())
        .toList();
  }

  /** Of the tunnel that it connects through. */
  public String tunnelId() {
    return page().url().replaceAll(".*/tunnels/|/connect/.*", "");
  }

  /** The address of the same tunnel's page for another service. */
  public String hash(String service) {
    return "#/tunnels/" + tunnelId() + "/connect/" + service;
  }

  public void tab(String name) {
    page().getByText(name, new Page.GetByTextOptions().setExact(true)).click();
  }

  /** Ticks a file. */
  public void select(String file) {
    page()
        .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Select " + file))
        .check(new Locator.CheckOptions().setForce(true));
  }

  /** Clicks where a text stands in the terminal. */
  public void clickOn(String text) {
    var box = screen().locator("span").getByText(text).last().boundingBox();
    var middle = box.y + box.height / 2;
    page().mouse().move(box.x + 2, middle);
    page().mouse().move(box.x + 12, middle);
    page().mouse().click(box.x + 12, middle);
  }

  /** Selects the word that begins a line of the terminal. */
  public void selectWord(String text) {
    var box = screen().locator("span").getByText(text).last().boundingBox();
    page().mouse().dblclick(box.x + 12, box.y + box.height / 2);
  }

  /** Opens the panel of files at a folder that is empty. */
  public void openFiles(Path folder) {
    console.button("Files").click();
    console.field("Folder").fill(folder.toString());
    console.button("Open folder").click();
    assertThat(console.text("This folder is empty")).isVisible();
  }

  /** Lets go of a file over the panel of files. */
  public void drop(String name, String content) {
    var files =
        page()
            .evaluateHandle(
                """
                ([name, content]) => {
                  const dropped = new DataTransfer();
                  dropped.items.add(new File([content], name));
                  return dropped;
                }
                """,
                List.of(name, content));
    var panel = page().locator(".drop-target");
    panel.dispatchEvent("dragover", Map.of("dataTransfer", files));
    panel.dispatchEvent("drop", Map.of("dataTransfer", files));
  }

  /** From now on, notes how far the bars of progress have come. */
  public void watchProgress() {
    page().evaluate(WATCH_PROGRESS);
  }

  /** What was noted and is neither the beginning nor the end, in percent. */
  public List<?> halfways() {
    return (List<?>) page().evaluate("noted.splice(0).filter(value => value > 0 && value < 100)");
  }

  /** What {@code stty size} printed of the terminal's width. */
  public int columns() {
    return lines().stream()
        .map(Pattern.compile("^\\d+ (\\d+)( now)?$")::matcher)
        .filter(Matcher::find)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no size in " + lines()));
  }

  /** Whether a page's script may: {@code open} or {@code refused}. */
  public static String openWebSocket(ConsolePage page, String address) {
    return String.valueOf(page.page().evaluate(OPEN_WEB_SOCKET, address));
  }

  /** Answers a question that the device asks. */
  public void answer(String text) {
    console.dialog().locator("input[type=password]").fill(text);
    console.confirm("Answer");
  }

  /** Waits until the page, outside of the terminal, says it. */
  public void says(String text) {
    assertThat(console.text(text).first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SHELL_MILLIS));
  }
}
