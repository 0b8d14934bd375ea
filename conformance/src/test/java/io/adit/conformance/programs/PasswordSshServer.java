package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.InteractiveProcessShellFactory;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/**
 * MINA SSHD as the device's SSH server, for one user with a password. OpenSSH's asks for passwords
 * of the system's accounts only, which a test must not make.
 */
public final class PasswordSshServer implements AutoCloseable {
  public static final String USER = "operator";

  private final SshServer server;
  private final KeyPair hostKey;
  private final String password;

  private PasswordSshServer(SshServer server, KeyPair hostKey, String password) {
    this.server = server;
    this.hostKey = hostKey;
    this.password = password;
  }

  public static PasswordSshServer start(Stage stage) {
    var password = HexFormat.of().formatHex(new SecureRandom().generateSeed(8));
    var hostKey = newKey();
    var server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, given, _) -> user.equals(USER) && given.equals(password));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.setShellFactory(InteractiveProcessShellFactory.INSTANCE);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("no SSH server", e);
    }
    return stage.owns(new PasswordSshServer(server, hostKey, password));
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has this curve", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  public String password() {
    return password;
  }

  /** As a line of a key file. */
  public String hostKey() {
    return PublicKeyEntry.toString(hostKey.getPublic());
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException("the SSH server does not stop", e);
    }
  }
}
