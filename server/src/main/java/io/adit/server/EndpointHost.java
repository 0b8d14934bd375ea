package io.adit.server;

import io.adit.server.tls.HostNames;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Chooses the host by which clients on this machine reach the server. */
final class EndpointHost {
  private static final String LOCALHOST = "localhost";

  private EndpointHost() {}

  /**
   * A host that leads here and that the certificate covers, as far as that can be known: the
   * machine's own name first, then the operator's names, then any of the certificate.
   */
  static String choose(ServerOptions options, HostNames certificate) {
    String local = local(options.listener().bind());
    List<String> publicNames = options.certificates().publicNames();
    return Stream.of(
            Stream.of(local),
            publicNames.stream(),
            certificate.dnsNames().stream().filter(name -> !name.startsWith("*")),
            certificate.addresses().stream())
        .flatMap(hosts -> hosts)
        .filter(certificate::covers)
        .findFirst()
        .orElse(local);
  }

  /** As a URL spells it. */
  static String inUrl(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  static boolean isWildcard(String bind) {
    return HostNames.isAddress(bind) && InetAddress.ofLiteral(bind).isAnyLocalAddress();
  }

  private static String local(String bind) {
    return isWildcard(bind) || bind.equals("127.0.0.1") ? LOCALHOST : bind;
  }
}
