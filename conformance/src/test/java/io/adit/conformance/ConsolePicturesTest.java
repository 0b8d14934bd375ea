package io.adit.conformance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.adit.conformance.console.ConsolePage;
import io.adit.conformance.console.ConsoleStory;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Pictures of the main pages, to be looked at: in {@code target/screenshots}, and with {@code
 * -Dadit.screenshots} in {@code docs/images}, for the documentation.
 */
class ConsolePicturesTest {
  private static final long LARGEST = 150_000;

  @AutoClose final Stage stage = new Stage();

  private Path folder = Path.of("target", "screenshots");

  @Test
  void theMainPagesArePictured() throws IOException {
    if (System.getProperty("adit.screenshots") != null) {
      folder = Adit.root().resolve("docs/images");
    }
    Files.createDirectories(folder);
    var console = ConsoleStory.start(stage);
    var page = console.administrator();
    var detail = furnish(page.open("#/tunnels"), console);

    picture(page, "hub", "#/tunnels");
    picture(page, "detail", detail);
    picture(page, "create", "#/tunnels/create");
    page.open("#/tunnels").choose("Language", "日本語");
    picture(page, "japanese", detail);
    var dark = console.administrator(options -> options.setColorScheme(ColorScheme.DARK));
    picture(dark, "dark", "#/tunnels");
    var phone = console.administrator(options -> options.setViewportSize(375, 700));
    picture(phone, "phone", "#/tunnels");
    console.endTest();
  }

  /** Things and tunnels as an operator may have them; gives the address of one that is in use. */
  private String furnish(ConsolePage page, ConsoleStory console) {
    for (var thing : new String[] {"pump-osaka-2", "gate-kobe-1", "camera-kyoto-7"}) {
      assertThat(page.call("things/" + thing + "/enrol", "{}").status()).isEqualTo(200);
    }
    var api = console.api();
    var server = console.server();
    var closed = api.openTunnel(open -> open.description("Monthly inspection"));
    api.closeTunnel(close -> close.tunnelId(closed.tunnelId()));
    api.openTunnel(open ->
        open.description("Firmware update")
            .destinationConfig(to -> to.thingName("gate-kobe-1").services("SSH", "WEB")));
    var used =
        api.openTunnel(open ->
            open.description("Pressure alarm")
                .destinationConfig(to -> to.thingName("pump-osaka-2").services("SSH")));
    var map = "SSH=127.0.0.1:22";
    ProxyProcess.launch(stage, server, used.destinationAccessToken(), "-d", map).connected();
    ProxyProcess.launch(stage, server, used.sourceAccessToken(), "-s", "SSH=0").connected();
    return "#/tunnels/" + used.tunnelId();
  }

  private void picture(ConsolePage page, String name, String hash) throws IOException {
    page.open(hash);
    assertThat(page.page().locator("h1").first()).isVisible();
    page.settled();
    var file = folder.resolve(name + ".png");
    page.screenshot(file);
    assertThat(Files.size(file)).as(name).isBetween(5_000L, LARGEST);
  }
}
