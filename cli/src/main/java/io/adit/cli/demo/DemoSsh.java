package io.adit.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;

/** The operator's SSH client, for machines that have none: runs one command on the device. */
final class DemoSsh {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private DemoSsh() {}

  /**
   * Runs a command through the local port and returns what it printed.
   *
   * @throws IOException when the device does not answer within half a minute, is not the one that
   *     was started, or the command fails
   */
  static String run(DemoDevice device, int port, String command) throws IOException {
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier((_, _, key) -> KeyUtils.compareKeys(key, device.hostKey()));
      client.start();
      try (ClientSession session =
          client.connect(DemoDevice.USER, "localhost", port).verify(LIMIT).getSession()) {
        session.addPublicKeyIdentity(device.userKey());
        session.auth().verify(LIMIT);
        return session.executeRemoteCommand(command, null, StandardCharsets.UTF_8).strip();
      }
    }
  }
}
