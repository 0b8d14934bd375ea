package io.adit.conformance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;

/** A server whose console has its first administrator, and the tabs that a test opens there. */
public final class ConsoleStory {
  /** Of all users. */
  public static final String PASSWORD = "three words together 7";

  private final AditProcess server;
  private final Chromium chromium;
  private final IoTSecureTunnelingClient api;
  private final String firstLink;
  private final String signedIn;
  private final List<ConsolePage> opened = new ArrayList<>();

  private ConsoleStory(Stage stage) {
    server = AditProcess.start(stage);
    chromium = stage.owns(Chromium.start());
    api = stage.owns(AwsSdk.client(server));
    firstLink = server.running().awaitLine("/console/(#/first/\\S+)", Within.seconds(10)).group(1);
    try (var page = chromium.newVisitor(server)) {
      page.makeAdministrator(firstLink, PASSWORD);
      assertThat(page.heading("Tunnels").first()).isVisible();
      signedIn = page.storageState();
    }
  }

  public static ConsoleStory start(Stage stage) {
    return new ConsoleStory(stage);
  }

  public AditProcess server() {
    return server;
  }

  public IoTSecureTunnelingClient api() {
    return api;
  }

  /** Which made the administrator. */
  public String firstLink() {
    return firstLink;
  }

  /** A tab of the administrator. */
  public ConsolePage administrator() {
    return administrator(options -> {});
  }

  public ConsolePage administrator(Consumer<Browser.NewContextOptions> change) {
    return visitor(change.andThen(options -> options.setStorageState(signedIn)));
  }

  /** A tab of somebody who was never here. */
  public ConsolePage visitor(Consumer<Browser.NewContextOptions> change) {
    var page = chromium.newVisitor(server, change);
    opened.add(page);
    return page;
  }

  /** A tab of the administrator that may stray. */
  public ConsolePage stranger() {
    return chromium.newVisitor(server, options -> options.setStorageState(signedIn));
  }

  /** No page may ask another host, run what it was given as text, or break its own policy. */
  public void endTest() {
    try {
      opened.forEach(page -> assertThat(page.strayed()).isEmpty());
    } finally {
      opened.forEach(ConsolePage::close);
      opened.clear();
    }
  }

  /** Opens a tunnel by the API, to a service SSH. */
  public OpenTunnelResponse open(String description, Tag... tags) {
    return api.openTunnel(open -> {
      open.description(description).destinationConfig(to -> to.services("SSH"));
      if (tags.length > 0) {
        open.tags(tags);
      }
    });
  }

  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
