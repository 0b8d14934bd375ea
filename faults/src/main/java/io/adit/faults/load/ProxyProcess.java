package io.adit.faults.load;

import io.adit.wire.Side;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code adit proxy}. When its link is lost it comes back by itself. */
final class ProxyProcess implements AutoCloseable {
  private static final String CONNECTED = "Successfully established websocket connection";
  private static final Pattern LISTENING =
      Pattern.compile("Listening for new connection on port (\\d+)");
  private static final Pattern MISLEADING =
      Pattern.compile("(?i)(aws|adit|awsiot)_.*|ssl_cert_.*|.*_proxy");
  private static final long LIMIT_SECONDS = 30;

  private final Process process;
  private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
  private final CompletableFuture<Integer> listening = new CompletableFuture<>();
  private volatile String lastLine = "";

  private ProxyProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one; its secrets reach it by the environment.
   *
   * @param local where it listens, or what it dials
   */
  static ProxyProcess start(Access access, Token token, Token.ClientToken clientToken, String local)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(access.program().toString());
    command.add("proxy");
    command.add(token.side() == Side.SOURCE ? "-s" : "-d");
    command.add(local);
    command.add("-c");
    command.add(access.authority().toString());
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    var environment = builder.environment();
    environment.keySet().removeIf(name -> MISLEADING.matcher(name).matches());
    environment.put("ADIT_NO_BUILD", "1");
    environment.put("ADIT_JAVA_HOME", System.getProperty("java.home"));
    environment.put("AWSIOT_TUNNEL_ENDPOINT", "localhost:" + access.endpoint().getPort());
    environment.put("AWSIOT_TUNNEL_ACCESS_TOKEN", token.secret());
    environment.put("AWSIOT_TUNNEL_CLIENT_TOKEN", clientToken.secret());
    return new ProxyProcess(builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lastLine = line;
        Matcher port = LISTENING.matcher(line);
        if (port.find()) {
          listening.complete(Integer.parseInt(port.group(1)));
        }
        if (line.contains(CONNECTED)) {
          connected.complete(true);
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    var end = new IOException("the proxy ended, and said at last: " + lastLine);
    connected.completeExceptionally(end);
    listening.completeExceptionally(end);
  }

  /** Waits until it was let in. */
  void awaitConnected() throws IOException {
    await(connected);
  }

  /** Where a source listens. */
  int port() throws IOException {
    return await(listening);
  }

  private <T> T await(CompletableFuture<T> event) throws IOException {
    try {
      return event.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the proxy takes too long, and said at last: " + lastLine, e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** What it said at last. */
  String lastLine() {
    return lastLine;
  }

  /** Ends it without a word. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
