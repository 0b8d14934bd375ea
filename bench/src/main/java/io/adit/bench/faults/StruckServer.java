package io.adit.bench.faults;

import io.adit.bench.process.Ports;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import io.adit.cli.api.ApiAccess;
import io.adit.faults.load.Access;
import io.adit.faults.load.Subject;
import java.io.IOException;
import java.nio.file.Path;

/** A server of the bench that is killed and started again. */
final class StruckServer implements Subject {
  private final Stage stage;
  private final Path data;
  private final int port;
  private final Access access;
  private ServerProcess running;

  StruckServer(Stage stage) throws IOException {
    this.stage = stage;
    this.data = stage.newFolder("struck").resolve("data");
    this.port = Ports.free();
    this.running = launch();
    ApiAccess api = running.api();
    this.access =
        new Access(
            api.endpoint(),
            api.region(),
            api.credentials().accessKeyId(),
            api.credentials().secretAccessKey(),
            running.authority(),
            ServerProcess.launcher());
  }

  private ServerProcess launch() throws IOException {
    return stage.owns(ServerProcess.start(ServerProcess.launcher(), data, port));
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public long pid() {
    return running.pid();
  }

  @Override
  public void kill() throws IOException {
    running.kill();
  }

  @Override
  public void start() throws IOException {
    running = launch();
  }
}
