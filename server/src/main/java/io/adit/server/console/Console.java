package io.adit.server.console;

import io.adit.server.api.ApiException;
import io.adit.server.api.CallUnavailableException;
import io.adit.server.auth.AccessDeniedException;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.PageHandler;
import io.adit.server.http.Reply;
import io.adit.server.user.UserException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All below {@code /console}. For any thread; blocks on the store. */
public final class Console implements PageHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  /** A page can load, and send to, nothing but this server, and nobody can frame it. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          CONTENT_POLICY,
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

  /** A name of the DNS, and not one that only this machine or network has. */
  private static final Pattern REAL_NAME =
      Pattern.compile(
          "(?!.*\\.(local|localhost|test|internal)\\b)[a-zA-Z0-9-.]+\\.[a-zA-Z]{2,}(:[0-9]+)?");

  private final StaticFiles files = new StaticFiles(Console.class.getClassLoader());
  private final ConsoleApi api;
  private final LiveFeed feed;

  private Console(ConsoleParts parts, InstantSource clock) {
    var tunnels = parts.tunnels();
    this.feed =
        LiveFeed.start(
            new ChangedTunnels(tunnels.registry(), tunnels.live()),
            parts.things().presence(),
            parts.people().sessions());
    List<Endpoint> endpoints =
        Stream.of(
                new UserPages(
                        parts.people().users(), parts.people().sessions(), parts.audit().accounts())
                    .endpoints(),
                new AuditPages(parts.audit().reader()).endpoints(),
                new TunnelPages(tunnels, parts.calls(), clock).endpoints(),
                new ThingPages(parts.things(), parts.calls(), parts.facts(), clock).endpoints(),
                feed.endpoints())
            .flatMap(List::stream)
            .toList();
    this.api =
        new ConsoleApi(
            parts.people().sessions(),
            new SignInPages(parts.people(), parts.audit().accounts(), parts.facts()),
            parts.calls(),
            endpoints);
  }

  /** Starts it; from then on it hears what happens to tunnels. */
  public static Console start(ConsoleParts parts, InstantSource clock) {
    var console = new Console(parts, clock);
    parts.tunnels().registry().addListener(console.feed);
    return console;
  }

  /** Ends the open streams. */
  @Override
  public void close() {
    feed.close();
  }

  @Override
  public Map<String, String> headers(String host) {
    if (!REAL_NAME.matcher(host).matches()) {
      return HEADERS;
    }
    Map<String, String> all = new LinkedHashMap<>(HEADERS);
    all.put("Strict-Transport-Security", "max-age=31536000");
    return all;
  }

  @Override
  public Reply handle(ApiRequest request) {
    try {
      return answer(request);
    } catch (ConsoleException e) {
      return e.response();
    } catch (UserException e) {
      return ConsoleException.of(e).response();
    } catch (AccessDeniedException e) {
      return new ConsoleException(403, "AccessDeniedException", String.valueOf(e.getMessage()))
          .response();
    } catch (CallUnavailableException e) {
      return new ConsoleException(
              503, "ServiceUnavailableException", String.valueOf(e.getMessage()))
          .response();
    } catch (ApiException e) {
      return ConsoleException.badInput(String.valueOf(e.getMessage())).response();
    } catch (RuntimeException | Error e) {
      LOG.error("Request {} failed", request.requestId(), e);
      return new ConsoleException(
              500,
              "InternalFailure",
              "The server failed to answer this request. Its log says why, at request id %s."
                  .formatted(request.requestId()))
          .response();
    }
  }

  private Reply answer(ApiRequest request) {
    if (request.path().startsWith(ConsoleApi.PREFIX)) {
      return api.handle(request);
    }
    return files.handle(request);
  }
}
