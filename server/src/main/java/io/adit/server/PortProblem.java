package io.adit.server;

import io.adit.server.ServerOptions.Listener;
import java.io.IOException;

/** Says why a port could not be listened on. */
final class PortProblem {
  private PortProblem() {}

  /**
   * @param option that chooses the port
   */
  static StartupException explain(String option, Listener listener, IOException e) {
    String reason = String.valueOf(e.getMessage());
    int port = listener.port();
    String text;
    // The native transport has no exception types of its own for these.
    if (reason.contains("Address already in use")) {
      text =
          "Port %d is in use by another program. Choose another (%s %d), or any free one (%s 0)"
              .formatted(port, option, port < 65535 ? port + 1 : 8443, option);
    } else if (reason.contains("Permission denied")) {
      text =
          "Port %d needs rights that this user does not have. Choose one from 1024 on, such as %s 8443"
              .formatted(port, option);
    } else if (reason.contains("assign requested address") || reason.contains("resolve")) {
      text = "%s is no address of this machine. Choose one with --bind".formatted(listener.bind());
    } else {
      text = reason;
    }
    return new StartupException(text, e);
  }
}
