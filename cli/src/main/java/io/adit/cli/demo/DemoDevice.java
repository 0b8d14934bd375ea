package io.adit.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.InteractiveProcessShellFactory;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * The demo's device: an SSH server on a free port of the loopback address that lets in one key,
 * made for this run, and runs commands as whoever runs the demo.
 */
final class DemoDevice implements AutoCloseable {
  static final String USER = "demo";
  private static final String LOOPBACK = "127.0.0.1";

  private final SshServer server;
  private final KeyPair hostKey;
  private final KeyPair userKey;

  private DemoDevice(SshServer server, KeyPair hostKey, KeyPair userKey) {
    this.server = server;
    this.hostKey = hostKey;
    this.userKey = userKey;
  }

  static DemoDevice start() throws IOException, GeneralSecurityException {
    KeyPair hostKey = newKey();
    KeyPair userKey = newKey();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(LOOPBACK);
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, _) -> user.equals(USER) && KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setShellFactory(InteractiveProcessShellFactory.INSTANCE);
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
    server.start();
    return new DemoDevice(server, hostKey, userKey);
  }

  int port() {
    return server.getPort();
  }

  PublicKey hostKey() {
    return hostKey.getPublic();
  }

  KeyPair userKey() {
    return userKey;
  }

  /** Writes the user's private key in OpenSSH's format, readable by its owner only. */
  Path writeUserKey(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("demo_key");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "adit demo", null, out);
    }
    return file;
  }

  /** Writes a known_hosts file that trusts this device, however it is reached. */
  Path writeKnownHosts(Path folder) throws IOException {
    String entry = "* " + PublicKeyEntry.toString(hostKey()) + "\n";
    return Files.writeString(folder.resolve("known_hosts"), entry);
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
