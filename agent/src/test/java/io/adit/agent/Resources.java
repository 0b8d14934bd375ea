package io.adit.agent;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files that stand beside the tests. */
public final class Resources {
  private Resources() {}

  public static Buffer read(String name) {
    try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the device's files into a folder, as 'adit thing create' does. */
  public static void unpackBundle(Path folder) throws IOException {
    for (String name : new String[] {"device.pem", "device.key", "ca.pem"}) {
      Files.write(folder.resolve(name), read(name).getBytes());
    }
    Files.setPosixFilePermissions(
        folder.resolve("device.key"), PosixFilePermissions.fromString("rw-------"));
  }
}
