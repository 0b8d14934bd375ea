package io.adit.conformance.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Program;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The system's Chromium without a window; asks no host but the server that is under test. */
public final class Chromium implements AutoCloseable {
  private static final double LIMIT_MILLIS = 10_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Fails, saying how to get it, where there is none. */
  public static Chromium start() {
    var program = Program.require("chromium", "apt-get install chromium");
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(program)
            // Chromium's own sandbox does not start for root.
            .setChromiumSandbox(false)
            .setArgs(
                List.of(
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync"));
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  /** A new tab of somebody who was never here: no cookies, nothing stored. */
  public ConsolePage newVisitor(AditProcess server) {
    return newVisitor(server, options -> {});
  }

  /** As {@link #newVisitor(AditProcess)}, with another language, size or sign-in. */
  public ConsolePage newVisitor(AditProcess server, Consumer<Browser.NewContextOptions> change) {
    var options =
        new Browser.NewContextOptions()
            .setBaseURL(server.endpoint().toString())
            .setLocale("en-GB")
            .setTimezoneId("UTC")
            .setViewportSize(1280, 800)
            .setIgnoreHTTPSErrors(true);
    change.accept(options);
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(LIMIT_MILLIS);
    return new ConsolePage(context.newPage(), server.endpoint());
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
