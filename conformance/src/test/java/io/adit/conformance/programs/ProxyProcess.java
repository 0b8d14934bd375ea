package io.adit.conformance.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running {@code adit proxy}, watched by the lines that it shares with the official client. */
public final class ProxyProcess implements AutoCloseable {
  private static final String CONNECTED = "Successfully established websocket connection";
  private static final String LISTENING = "Listening for new connection on port (\\d+)";
  private static final long START_SECONDS = 30;

  private final Running running;

  private ProxyProcess(Running running) {
    this.running = running;
  }

  /**
   * Starts it without waiting for anything.
   *
   * @param token reaches it by the environment, as we advise
   */
  public static ProxyProcess launch(
      Stage stage, AditProcess server, String token, String... options) {
    return launch(stage, server, Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", token), options);
  }

  public static ProxyProcess launch(
      Stage stage, AditProcess server, Map<String, String> variables, String... options) {
    return launch(stage, server, variables, Adit.command("proxy"), options);
  }

  /** Starts {@code bin/localproxy}, with nothing but what the official client takes. */
  public static ProxyProcess launchLocalproxy(
      Stage stage, AditProcess server, String token, String... options) {
    return launch(
        stage, server, Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", token), Adit.localproxy(), options);
  }

  private static ProxyProcess launch(
      Stage stage,
      AditProcess server,
      Map<String, String> variables,
      List<String> program,
      String... options) {
    var environment = Adit.environment();
    environment.putAll(server.environment());
    environment.putAll(variables);
    var command = new ArrayList<>(program);
    command.addAll(List.of(options));
    return new ProxyProcess(
        stage.owns(
            Running.start(
                "proxy " + String.join(" ", options), Adit.root(), environment, command)));
  }

  /**
   * Starts {@code bin/localproxy} without waiting for anything.
   *
   * @param folder its working folder, where it looks for {@code config}
   * @param variables all that it is told by the environment
   */
  public static ProxyProcess launchLocalproxy(
      Stage stage, Path folder, Map<String, String> variables, String... options) {
    var environment = Adit.environment();
    environment.putAll(variables);
    return new ProxyProcess(
        stage.owns(
            Running.start(
                "localproxy " + String.join(" ", options),
                folder,
                environment,
                Adit.localproxy(options))));
  }

  /** Waits until it is connected. */
  public ProxyProcess connected() {
    return connectedAfter(0, Within.seconds(START_SECONDS));
  }

  /** Waits until it says, after that position of its output, that it is connected. */
  public ProxyProcess connectedAfter(int position, Within limit) {
    running.awaitLine(CONNECTED, position, limit);
    return this;
  }

  /** Waits until it listens on this port. */
  public ProxyProcess listeningOn(int port) {
    running.awaitLine(LISTENING.replace("(\\d+)", port + "\\b"), Within.seconds(START_SECONDS));
    return this;
  }

  /** The port that it chose itself. */
  public int listeningPort() {
    return Integer.parseInt(running.awaitLine(LISTENING, Within.seconds(START_SECONDS)).group(1));
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
