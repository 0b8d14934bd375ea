package io.adit.server.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The hosts that a certificate is for: DNS names in lower case and IP addresses in one spelling, so
 * that two sets can be compared.
 */
public record HostNames(SortedSet<String> dnsNames, SortedSet<String> addresses) {
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final Pattern MISTYPED_ADDRESS = Pattern.compile("[0-9.]+");
  private static final int MAX_DNS_NAME_CHARS = 253;

  // The type numbers of RFC 5280's GeneralName, as X509Certificate gives them out.
  private static final int DNS = 2;
  private static final int IP = 7;

  /**
   * @throws IllegalArgumentException for a text that is no host, saying so
   */
  public static HostNames of(Collection<String> hosts) {
    var dnsNames = new TreeSet<String>();
    var addresses = new TreeSet<String>();
    for (String host : hosts) {
      if (isAddress(host)) {
        addresses.add(InetAddress.ofLiteral(host).getHostAddress());
      } else if (isDnsName(host)) {
        dnsNames.add(host.toLowerCase(Locale.ROOT));
      } else {
        throw new IllegalArgumentException("'" + host + "' is neither a host name nor an address");
      }
    }
    return new HostNames(dnsNames, addresses);
  }

  static HostNames of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return of(List.of());
      }
      return of(
          names.stream()
              .filter(name -> name.get(0).equals(DNS) || name.get(0).equals(IP))
              .map(name -> (String) name.get(1))
              .filter(HostNames::isHost)
              .toList());
    } catch (CertificateParsingException e) {
      throw new TlsProblem("The certificate's subject alternative names cannot be read", e);
    }
  }

  /** Whether a certificate can name this. */
  public static boolean isHost(String text) {
    return isAddress(text) || isDnsName(text);
  }

  /** Whether the text is a DNS name, or one with a wildcard as its first label. */
  public static boolean isDnsName(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return name.length() <= MAX_DNS_NAME_CHARS
        && DNS_NAME.matcher(name).matches()
        && !MISTYPED_ADDRESS.matcher(name).matches();
  }

  /** Whether the text is an IPv4 or IPv6 address. Asks no name server. */
  public static boolean isAddress(String text) {
    if (text.indexOf('[') >= 0) {
      return false; // a URL's spelling
    }
    if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
      return false; // not the short forms of IPv4, such as 127.1
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return address != null && text.indexOf('%') < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a client that asks for this host accepts the certificate. */
  public boolean covers(String host) {
    if (isAddress(host)) {
      return addresses.contains(InetAddress.ofLiteral(host).getHostAddress());
    }
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return dnsNames.contains(name) || (dot > 0 && dnsNames.contains("*" + name.substring(dot)));
  }

  GeneralNames asGeneralNames() {
    var names = new ArrayList<GeneralName>();
    dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }
}
