package io.adit.cli.proxy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of {@code NO_PROXY}: which hosts are reached without the web proxy. Its entries stand
 * between commas or spaces, each with a port or without:
 *
 * <ul>
 *   <li>{@code *}: every host;
 *   <li>{@code example.com}, {@code .example.com} or {@code *.example.com}: this domain and what is
 *       below it;
 *   <li>{@code 192.0.2.1} or {@code [2001:db8::1]}: this address;
 *   <li>{@code 192.0.2.0/24} or {@code 2001:db8::/32}: these addresses.
 * </ul>
 *
 * Names are not looked up: addresses count for a relay that is given by its address.
 */
final class NoProxy {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\\[(?<v6>[^\\[\\]]+)]|(?<plain>[^:\\[\\]]+|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*))"
              + "(?::(?<port>[0-9]{1,5}))?");

  private final List<String> entries;

  private NoProxy(List<String> entries) {
    this.entries = entries;
  }

  static NoProxy parse(String list) {
    return new NoProxy(
        Arrays.stream(list.toLowerCase(Locale.ROOT).split("[\\s,]+", -1))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /**
   * Whether this host is reached without the web proxy.
   *
   * @param host a name or an address; an IPv6 address is without brackets
   */
  boolean covers(String host, int port) {
    String name = withoutTrailingDot(host.toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = literal(name);
    return entries.stream().anyMatch(entry -> covers(entry, name, address, port));
  }

  private static boolean covers(
      String entry, String name, Optional<InetAddress> address, int port) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      return false;
    }
    if (parts.group("port") != null && Integer.parseInt(parts.group("port")) != port) {
      return false;
    }
    String rule = parts.group("v6") != null ? parts.group("v6") : parts.group("plain");
    if (rule.equals("*")) {
      return true;
    }
    return address.isPresent() ? coversAddress(rule, address.get()) : coversName(rule, name);
  }

  private static boolean coversName(String rule, String name) {
    String domain = withoutTrailingDot(rule.replaceFirst("^\\*?\\.", ""));
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  private static boolean coversAddress(String rule, InetAddress address) {
    int slash = rule.indexOf('/');
    Optional<InetAddress> network = literal(slash < 0 ? rule : rule.substring(0, slash));
    if (network.isEmpty()) {
      return false;
    }
    byte[] wanted = network.get().getAddress();
    byte[] given = address.getAddress();
    int allBits = wanted.length * Byte.SIZE;
    int bits = slash < 0 ? allBits : prefixBits(rule.substring(slash + 1), allBits);
    return wanted.length == given.length && bits >= 0 && sameBits(wanted, given, bits);
  }

  /** -1 where it is no length of a prefix. */
  private static int prefixBits(String text, int most) {
    int bits = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    return bits <= most ? bits : -1;
  }

  private static boolean sameBits(byte[] one, byte[] other, int bits) {
    int whole = bits / Byte.SIZE;
    int mask = 0xff00 >> (bits % Byte.SIZE) & 0xff;
    return Arrays.equals(one, 0, whole, other, 0, whole)
        && (mask == 0 || (one[whole] & mask) == (other[whole] & mask));
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutTrailingDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
