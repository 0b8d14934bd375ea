package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.ServerOptions.Listener;
import io.adit.server.auth.Role;
import io.adit.server.secret.MasterKey;
import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.server.tunnel.Admission;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.Refusal;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final InstantSource LATER =
      InstantSource.offset(InstantSource.system(), Duration.ofMinutes(1));

  @TempDir Path temp;
  private Path data;
  private Path file;

  @BeforeEach
  void choose() {
    data = temp.resolve("data");
    file = temp.resolve("backup.zip");
  }

  @Test
  void aServerIsBackedUpWhileItRunsAndServesElsewhereAsItWas() throws Exception {
    // Given
    AdministratorKey key;
    try (AditServer server = AditServer.start(options(data))) {
      key = server.administrator();
      addUser(data, "ann");
      // When
      backup().to(file, true, false);
      addUser(data, "bob");
    }
    Path other = temp.resolve("other");
    var restored = new Restore(other, LATER).from(file, false);

    // Then
    assertThat(restored.hasKey()).isTrue();
    assertThat(restored.before()).isNull();
    try (AditServer server = AditServer.start(options(other));
        ConsoleUsers users = ConsoleUsers.open(other)) {
      assertThat(server.administrator()).isEqualTo(key);
      assertThat(server.isFirstStart()).isFalse();
      assertThat(users.list()).extracting("name").containsExactly("ann");
      assertThat(Files.readString(other.resolve("ca.pem")))
          .isEqualTo(Files.readString(data.resolve("ca.pem")));
    }
  }

  @Test
  void noTokenOfTheBackupIsGoodAgain() throws Exception {
    // Given
    var clientToken = ClientToken.mint();
    AditServer.start(options(data)).close();
    List<OpenedTunnel> opened = new ArrayList<>();
    withRegistry(
        data,
        registry -> {
          opened.add(registry.open(new OpenRequest(null, List.of(), null, 60)));
          opened.add(registry.open(new OpenRequest(null, List.of(), null, 60)));
          registry.admit(Side.DESTINATION, opened.getFirst().destination(), clientToken);
        });
    OpenedTunnel spentLater = opened.getFirst();
    OpenedTunnel closedLater = opened.getLast();
    backup().to(file, true, false);
    withRegistry(
        data,
        registry -> {
          registry.admit(Side.SOURCE, spentLater.source(), null);
          registry.close(closedLater.tunnel().tunnelId(), false);
        });

    // When
    var restored = new Restore(data, LATER).from(file, true);

    // Then
    assertThat(restored.closedTunnels()).isEqualTo(2);
    withRegistry(
        data,
        registry -> {
          for (OpenedTunnel each : opened) {
            assertThat(registry.describe(each.tunnel().tunnelId()).status())
                .isEqualTo(TunnelStatus.CLOSED);
            assertThat(registry.admit(Side.SOURCE, each.source(), null))
                .isEqualTo(new Admission.Refused(Refusal.CLOSED, each.tunnel().tunnelId()));
          }
          assertThat(registry.admit(Side.DESTINATION, spentLater.destination(), clientToken))
              .isInstanceOf(Admission.Refused.class);
        });
  }

  @Test
  void aBackupIsItsOwnersAlone() throws Exception {
    AditServer.start(options(data)).close();

    backup().to(file, true, false);
    new Restore(temp.resolve("other"), LATER).from(file, false);

    assertThat(rights(file)).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(temp.resolve("other"))) {
      assertThat(files.filter(Files::isRegularFile).filter(each -> !each.endsWith("adit.lock")))
          .hasSizeGreaterThan(5)
          .allSatisfy(each -> assertThat(rights(each)).isEqualTo("rw-------"));
    }
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files)
          .extracting(Path::getFileName)
          .extracting(Path::toString)
          .containsExactlyInAnyOrder("backup.zip", "data", "other");
    }
  }

  @Test
  void withoutItsKeyABackupNeedsTheKeyBeside() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    backup().to(file, false, false);
    Path other = temp.resolve("other");

    // When
    var restored = new Restore(other, LATER).from(file, false);

    // Then
    assertThat(restored.hasKey()).isFalse();
    assertThatThrownBy(() -> AditServer.start(options(other)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("secret.key is missing");
    Files.copy(
        data.resolve("secret.key"),
        other.resolve("secret.key"),
        StandardCopyOption.COPY_ATTRIBUTES);
    AditServer.start(options(other)).close();

    // When
    restored = new Restore(other, LATER).from(file, true);

    // Then: the one that is there stays.
    assertThat(restored.hasKey()).isTrue();
    AditServer.start(options(other)).close();
  }

  @Test
  void anEncryptedBackupOpensWithItsKeyAlone() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    addUser(data, "ann");
    MasterKey key = new MasterKey.InVariable("KEY", "5a".repeat(32));
    MasterKey wrong = new MasterKey.InVariable("OTHER", "a5".repeat(32));
    Path other = temp.resolve("other");

    // When
    backup().encryptedWith(key).to(file, true, false);

    // Then
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain("adit.db", "secret.key", "manifest.json");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(data).isDirectoryNotContaining("glob:**.part");
    assertThatThrownBy(() -> new Restore(other, LATER).from(file, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(file + " is encrypted: give the key")
        .hasMessageContaining("--secret-key-file");
    assertThatThrownBy(() -> new Restore(other, LATER, wrong).from(file, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(file + " does not open with the key from the variable OTHER");
    assertThat(other).isDirectoryNotContaining("glob:**{restore.new,adit.db}");

    // When
    new Restore(other, LATER, key).from(file, false);

    // Then
    assertThat(userNames(other)).containsExactly("ann");
    assertThat(other).isDirectoryNotContaining("glob:**.part");
    backup().to(file, true, true);
    assertThat(new Restore(other, LATER, key).from(file, true).before()).isNotNull();
  }

  @Test
  void anEncryptedBackupThatWasCutOffOrChangedIsRefused() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    MasterKey key = new MasterKey.InVariable("KEY", "5a".repeat(32));
    backup().encryptedWith(key).to(file, true, false);
    byte[] good = Files.readAllBytes(file);
    Path other = temp.resolve("other");
    for (int part = 1; part < 8; part++) {
      byte[] bad = Arrays.copyOf(good, good.length * part / 8);
      Files.write(file, bad);

      // Then
      assertThatThrownBy(() -> new Restore(other, LATER, key).from(file, false))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(file.toString());
      assertThat(other).isDirectoryNotContaining("glob:**{restore.new,adit.db}");
    }
  }

  @Test
  void aFolderWithDataIsLeftAloneUnlessForced() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    backup().to(file, true, false);
    addUser(data, "ann");

    // When
    assertThatThrownBy(() -> new Restore(data, LATER).from(file, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(data + " holds data of Adit")
        .hasMessageContaining("--force");
    assertThat(userNames(data)).containsExactly("ann");
    var restored = new Restore(data, LATER).from(file, true);

    // Then
    assertThat(userNames(data)).isEmpty();
    assertThat(restored.before()).isDirectoryContaining("glob:**/adit.db");
  }

  @Test
  void aFolderWhoseServerRunsIsRefusedEvenWhenForced() throws Exception {
    try (AditServer server = AditServer.start(options(data))) {
      backup().to(file, true, false);

      assertThatThrownBy(() -> new Restore(data, LATER).from(file, true))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("is in use by another Adit server");

      assertThat(server.data().resolve("restore.new")).doesNotExist();
    }
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenForced() throws Exception {
    AditServer.start(options(data)).close();
    Files.writeString(file, "something of somebody");

    assertThatThrownBy(() -> backup().to(file, true, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is there already");
    assertThat(file).hasContent("something of somebody");

    backup().to(file, true, true);
    assertThat(file).binaryContent().startsWith('P', 'K');
  }

  @Test
  void aBackupThatWasCutOffIsRefusedAndNothingIsTouched() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    backup().to(file, true, false);
    byte[] good = Files.readAllBytes(file);
    Path other = temp.resolve("other");
    for (int part = 1; part < 20; part++) {
      Files.write(file, Arrays.copyOf(good, good.length * part / 20));

      // Then
      assertThatThrownBy(() -> new Restore(other, LATER).from(file, false))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(file + " is no backup of Adit, or it was cut off");
      assertThat(other).isDirectoryNotContaining("glob:**{restore.new,adit.db}");
    }
  }

  @Test
  void aBackupInWhichAFileWasChangedIsRefusedAndNothingIsTouched() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    backup().to(file, true, false);
    Path changed = temp.resolve("changed.zip");
    try (var good = new ZipFile(file.toFile());
        var zip = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry : good.stream().toList()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        byte[] bytes = good.getInputStream(entry).readAllBytes();
        bytes[0] ^= (byte) (entry.getName().equals("ca.pem") ? 1 : 0);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
    Path other = temp.resolve("other");

    // Then
    assertThatThrownBy(() -> new Restore(other, LATER).from(changed, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(changed + " is damaged: ca.pem in it is not what was put in");
    assertThat(other).isDirectoryNotContaining("glob:**{restore.new,adit.db}");
  }

  @Test
  void aDamagedDatabaseIsNotBackedUpAsIfItWereGood() throws Exception {
    AditServer.start(options(data)).close();
    byte[] bytes = Files.readAllBytes(data.resolve("adit.db"));
    Arrays.fill(bytes, 4096 * 3, 4096 * 12, (byte) 7);
    Files.write(data.resolve("adit.db"), bytes);

    assertThatThrownBy(() -> backup().to(file, true, false))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("adit.db is damaged");

    assertThat(file).doesNotExist();
  }

  @Test
  void afterAnInterruptedRestoreNoServerStartsUntilItIsRunAgain() throws Exception {
    // Given
    AditServer.start(options(data)).close();
    backup().to(file, true, false);
    Files.createDirectory(data.resolve("restore.new"));

    // Then
    assertThatThrownBy(() -> AditServer.start(options(data)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("A restore into " + data + " was interrupted");
    new Restore(data, LATER).from(file, true);
    AditServer.start(options(data)).close();
  }

  private Backup backup() {
    return new Backup(data, InstantSource.system());
  }

  private static void addUser(Path data, String name) {
    try (ConsoleUsers users = ConsoleUsers.open(data)) {
      users.add(name, Role.ADMINISTRATOR, "correct horse battery");
    }
  }

  private static List<String> userNames(Path data) {
    try (ConsoleUsers users = ConsoleUsers.open(data)) {
      return users.list().stream().map(user -> user.name()).toList();
    }
  }

  private static void withRegistry(Path data, Consumer<TunnelRegistry> work) {
    try (var database = new Database(data.resolve("adit.db"))) {
      work.accept(
          new TunnelRegistry(
              new SqlTunnels(database),
              Clock.systemUTC(),
              new SecureRandom(),
              new TunnelArns("us-east-1", "000000000000"),
              TunnelLimits.DEFAULT));
    }
  }

  private static String rights(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ServerOptions options(Path data) {
    return ServerOptions.defaults(data)
        .with(new Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }
}
