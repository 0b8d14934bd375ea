package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.link.WebProxy;
import io.adit.peer.socket.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the web proxy on the way to the relay: {@code https_proxy} or else {@code HTTPS_PROXY}, and
 * {@code no_proxy} or else {@code NO_PROXY}. No text of its errors holds the login.
 */
final class WebProxyOptions {
  private static final Logger log = LoggerFactory.getLogger(WebProxyOptions.class);
  private static final int DEFAULT_PORT = 3128;

  /** Everything before the last {@code @} is the login: passwords may come unencoded. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>.*)@)?"
              + "(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9._-]+))(?::(?<port>[0-9]{1,5}))?/?",
          Pattern.DOTALL);

  private final OptionValues values;

  WebProxyOptions(OptionValues values) {
    this.values = values;
  }

  /** The web proxy to this relay; empty where it is reached directly. */
  Optional<WebProxy> read(Endpoint.Tcp relay) throws UsageException {
    String variable = values.variable("https_proxy").isPresent() ? "https_proxy" : "HTTPS_PROXY";
    Optional<String> url = values.variable(variable);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> except = values.variable("no_proxy").or(() -> values.variable("NO_PROXY"));
    if (except.isPresent() && NoProxy.parse(except.get()).covers(relay.host(), relay.port())) {
      log.info("NO_PROXY names {}: it is reached without the web proxy", relay);
      return Optional.empty();
    }
    return Optional.of(parse(variable, url.get()));
  }

  private static WebProxy parse(String variable, String url) throws UsageException {
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw new UsageException(
          variable
              + " is not of the form http://USER:PASSWORD@HOST:PORT; user, password, port and"
              + " even http:// may be missing");
    }
    boolean tls = isTls(variable, parts.group("scheme"));
    String host = parts.group("v6") != null ? parts.group("v6") : parts.group("host");
    String login = parts.group("login");
    try {
      return new WebProxy(
          tls,
          new Endpoint.Tcp(host, port(variable, parts.group("port"))),
          login == null ? null : login(login));
    } catch (IllegalArgumentException e) {
      throw new UsageException(variable + ": " + e.getMessage());
    }
  }

  private static boolean isTls(String variable, String scheme) throws UsageException {
    return switch (scheme == null ? "http" : scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> false;
      case "https" -> true;
      default ->
          throw new UsageException(
              "Unsupported protocol '"
                  + scheme
                  + "' in "
                  + variable
                  + "; http and https are"
                  + " supported");
    };
  }

  private static int port(String variable, String port) {
    if (port == null) {
      log.warn("{} names no port; {} is used", variable, DEFAULT_PORT);
      return DEFAULT_PORT;
    }
    int number = Integer.parseInt(port);
    if (number == 0) {
      throw new IllegalArgumentException("a web proxy's port is 1 to 65535");
    }
    return number;
  }

  private static WebProxy.Login login(String text) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    return new WebProxy.Login(decode(user), colon < 0 ? "" : decode(text.substring(colon + 1)));
  }

  /** As the official client does: a plus is a space. */
  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '%') {
        bytes.write(hexByte(text, at));
        at += 3;
      } else {
        bytes.writeBytes(Character.toString(c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
        at += Character.charCount(c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("user or password is not percent-encoded UTF-8");
    }
  }

  private static int hexByte(String text, int percent) {
    if (percent + 2 < text.length()
        && Character.digit(text.charAt(percent + 1), 16) >= 0
        && Character.digit(text.charAt(percent + 2), 16) >= 0) {
      return Integer.parseInt(text.substring(percent + 1, percent + 3), 16);
    }
    throw new IllegalArgumentException(
        "user or password holds a % that two hexadecimal digits do not follow; write %25 for it");
  }
}
