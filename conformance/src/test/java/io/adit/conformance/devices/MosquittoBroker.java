package io.adit.conformance.devices;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * mosquitto as an operator's own broker: TLS, certificates of the operator's authority as user
 * names, and an access list that lets Adit announce and each thing hear its own.
 */
public final class MosquittoBroker {
  /** The common name of the certificate that may announce. */
  public static final String ANNOUNCER = "adit";

  private static final String GET = "apt-get install mosquitto";
  private static final long START_SECONDS = 20;

  private final Stage stage;
  private final Path folder;
  private final int port = Ports.free();
  private final int passwordPort = Ports.free();
  private final Authority authority = new Authority("Operator's authority");
  private final Path authorityFile;

  /** Not running yet. */
  public MosquittoBroker(Stage stage) {
    this.stage = stage;
    this.folder = stage.newFolder("mosquitto");
    this.authorityFile = authority.write(folder);
    identity("localhost");
    write("access", accessList());
    makePassword("right");
    write("mosquitto.conf", configuration());
  }

  private String configuration() {
    return """
    per_listener_settings true
    persistence true
    persistence_location FOLDER/
    user USER
    log_dest stderr

    listener PORT 127.0.0.1
    cafile FOLDER/authority.pem
    certfile FOLDER/localhost.pem
    keyfile FOLDER/localhost.key
    require_certificate true
    use_identity_as_username true
    allow_anonymous false
    acl_file FOLDER/access

    listener PASSWORD_PORT 127.0.0.1
    certfile FOLDER/localhost.pem
    keyfile FOLDER/localhost.key
    allow_anonymous false
    password_file FOLDER/passwords
    """
        .replace("FOLDER", folder.toString())
        .replace("USER", System.getProperty("user.name"))
        .replace("PASSWORD_PORT", "" + passwordPort)
        .replace("PORT", "" + port);
  }

  private static String accessList() {
    return """
    user %s
    topic write $aws/things/+/tunnels/notify

    pattern read $aws/things/%%u/tunnels/notify
    """
        .formatted(ANNOUNCER);
  }

  /** For a listener that knows one user, adit, by this. */
  private void makePassword(String password) {
    var program = Program.require("mosquitto_passwd", GET);
    var file = folder.resolve("passwords").toString();
    Program.run(program, Within.seconds(START_SECONDS), "-b", "-c", file, ANNOUNCER, password)
        .succeeded();
  }

  /** Runs it, with the sessions that it had when it was last told to stop. */
  public Running start() {
    var program = Program.require("mosquitto", GET).toString();
    var running =
        Running.start(
            "mosquitto",
            folder,
            Adit.cleanEnvironment(),
            List.of(program, "-c", folder.resolve("mosquitto.conf").toString()));
    stage.owns(running);
    running.awaitLine("mosquitto version \\S+ running", Within.seconds(START_SECONDS));
    return running;
  }

  /** A certificate of the broker's authority, as files. */
  public Thing identity(String commonName) {
    return authority.issue(commonName).write(folder, commonName);
  }

  /** How {@code adit server} is told to announce through it, with this certificate. */
  public String[] options(Thing as) {
    return new String[] {
      "--notify", "mqtts://localhost:" + port,
      "--notify-ca", authorityFile.toString(),
      "--notify-cert", as.certificate().toString(),
      "--notify-key", as.key().toString()
    };
  }

  /** The same with a password in a file. */
  public String[] optionsWithPassword(String password) {
    write("password-of-adit", password);
    return new String[] {
      "--notify",
      "mqtts://localhost:" + passwordPort,
      "--notify-ca",
      authorityFile.toString(),
      "--notify-user",
      ANNOUNCER,
      "--notify-password-file",
      folder.resolve("password-of-adit").toString()
    };
  }

  int port() {
    return port;
  }

  Path authority() {
    return authorityFile;
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write mosquitto's " + name, e);
    }
  }
}
