package io.adit.server.audit;

import static io.adit.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.audit.AuditOptions.OnFailure;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditFollower;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.audit.record.DeviceRecords;
import io.adit.server.traffic.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed to the log is in its files, whatever happens. */
class AuditLogTest {
  private AuditFixture fixture;

  @BeforeEach
  void open(@TempDir Path data) {
    fixture = new AuditFixture(data);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRecordIsInTheFileWhenAppendReturns() throws Exception {
    fixture.start().append(fixture.entry(7));

    assertThat(fixture.lines().getLast())
        .contains("\"seq\":2,", "\"at\":\"2026-11-27T12:00:00.000000Z\"", "\"number\":7");
    assertThat(fixture.log().syncedSeq()).isEqualTo(2);
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws Exception {
    fixture.start();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.onlyFile())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.folder.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void recordsOfManyThreadsAreAllThereAndChained() throws Exception {
    fixture.start();
    int threads = 32;
    int each = 50;

    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        int first = i * each;
        workers.execute(() -> {
          for (int k = 0; k < each; k++) {
            fixture.log().append(fixture.entry(first + k));
          }
        });
      }
      workers.shutdown();
      assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    fixture.stop();

    List<String> lines = fixture.lines();
    for (int i = 0; i < threads * each; i++) {
      String number = "\"number\":" + i + ",";
      assertThat(lines).filteredOn(line -> line.contains(number)).hasSize(1);
    }
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void anotherStartGoesOnInTheSameFile() throws Exception {
    fixture.start();
    fixture.write(1, 2);
    fixture.stop();
    fixture.start();
    fixture.write(3, 4);
    fixture.stop();

    assertThat(fixture.files()).hasSize(1);
    assertThat(fixture.events())
        .containsExactly(
            "LogStarted",
            "ApiCall",
            "ApiCall",
            "LogStopped",
            "Checkpoint",
            "LogStarted",
            "ApiCall",
            "ApiCall",
            "LogStopped",
            "Checkpoint");
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void eachDayAndEachSizeHasItsFileAndTheChainGoesOn() throws Exception {
    fixture.with(new AuditOptions(OnFailure.REFUSE, 4_000, null)).start();
    fixture.write(1, 20);
    fixture.now(AuditFixture.START.plus(Duration.ofDays(1)));
    fixture.write(21, 22);
    fixture.stop();

    List<Path> files = fixture.files();
    assertThat(files).hasSizeGreaterThan(2);
    assertThat(files.getFirst().getFileName().toString())
        .isEqualTo("audit-000000000000001-20261127.jsonl");
    assertThat(files.getLast().getFileName().toString()).endsWith("-20261128.jsonl");
    for (Path file : files) {
      assertThat(Files.readAllLines(file).getLast()).contains("Checkpoint");
    }
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void aRecordThatWasHalfWrittenWhenTheServerDiedIsRepairedAndSaid() throws Exception {
    fixture.start();
    fixture.write(1, 3);
    AuditHead vouched = fixture.store.head().orElseThrow();
    fixture.stop();
    // As it was a moment after the third record: the fourth is half written.
    List<String> lines = fixture.lines().subList(0, 4);
    Files.write(fixture.onlyFile(), lines);
    Files.writeString(fixture.onlyFile(), "{\"seq\":5,\"prev\":\"12", StandardOpenOption.APPEND);
    fixture.store.putHead(vouched);

    fixture.start();
    fixture.write(4, 4);
    fixture.stop();

    assertThat(fixture.lines().subList(0, 4)).isEqualTo(lines);
    assertThat(fixture.lines().get(5)).contains("LogRepaired", "\"bytesRemoved\":19");
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void aServerThatDiesRightAfterItsFirstStartsIsNoTampering() throws Exception {
    for (int i = 0; i < 2; i++) {
      fixture.start();
      AuditHead vouched = fixture.store.head().orElseThrow();
      List<String> lines = fixture.lines();
      fixture.stop();
      // As it was before the first second was over.
      Files.write(fixture.onlyFile(), lines);
      fixture.store.putHead(vouched);
    }

    fixture.start();
    fixture.stop();
    assertThat(fixture.events()).doesNotContain("LogBroken");
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void aLogOfWhichTheEndIsGarbageIsGoneOnWithBehindIt() throws Exception {
    fixture.with(new AuditOptions(OnFailure.REFUSE, 1_000, null)).start();
    fixture.write(1, 10);
    fixture.stop();
    Files.writeString(fixture.files().getLast(), "garbage\n");

    fixture.start();
    fixture.write(11, 11);
    fixture.stop();

    assertThat(fixture.events()).contains("LogBroken");
    assertThat(fixture.lines()).anySatisfy(line -> assertThat(line).contains("\"number\":11"));
    assertThat(fixture.verify()).isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void whereAllIsToGoOnAServerStartsAlsoWithoutALog() throws Exception {
    Files.createFile(fixture.folder.path());
    assertThatThrownBy(() -> fixture.start()).isInstanceOf(IOException.class);

    fixture.with(new AuditOptions(OnFailure.CONTINUE, 1 << 20, null)).start();
    fixture.write(1, 1);
    assertThat(fixture.log().problem()).isPresent();

    Files.delete(fixture.folder.path());
    eventually("it can be written", () -> fixture.log().problem().isEmpty());
    assertThat(fixture.events()).contains("LogStarted", "RecordsLost");
  }

  @Test
  void oldFilesAreRemovedAndTheRestIsStillProven() throws Exception {
    fixture.with(new AuditOptions(OnFailure.REFUSE, 1_000, Duration.ofDays(10))).start();
    fixture.write(1, 10);
    fixture.stop();
    int before = fixture.files().size();
    fixture.now(AuditFixture.START.plus(Duration.ofDays(11)));

    fixture.start();
    fixture.write(11, 12);
    eventually("it is so", () -> fixture.files().size() < before);
    fixture.stop();

    assertThat(fixture.events()).contains("FilesRemoved").doesNotContain("LogBroken");
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
    Files.delete(fixture.files().getFirst());
    assertThat(fixture.verify()).isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void whatOtherProcessesDidIsTakenIn() throws Exception {
    fixture.store.addNote(
        "{\"at\":1795780800000000,\"operation\":\"CreateUser\",\"user\":\"root\"}");
    fixture.start();
    eventually("it is so", () -> fixture.events().contains("Command"));

    assertThat(fixture.lines())
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "\"at\":\"2026-11-27T", "\"operation\":\"CreateUser\"", "\"user\":\"root\""));
    eventually("it is so", () -> fixture.store.notes(1).isEmpty());
  }

  @Test
  void whatComesTooFastForTheDataPlaneIsCounted() throws Exception {
    fixture.start();
    int offered = 20 * AuditLog.MOST_WAITING;
    for (int i = 0; i < offered; i++) {
      fixture.log().offer(new AuditEntry(fixture.now(), AuditEvent.CONNECTION_OPENED));
    }
    fixture.log().append(fixture.entry(1));
    eventually("it is so", () -> fixture.log().problem().isEmpty());
    fixture.stop();

    long written = fixture.events().stream().filter("ConnectionOpened"::equals).count();
    long lost = 0;
    for (String line : fixture.lines()) {
      if (line.contains("RecordsLost")) {
        lost += AuditFixture.parsed(line).tree().at("/lost/ConnectionOpened").asLong();
      }
    }
    assertThat(written + lost).isEqualTo(offered);
  }

  @Test
  void whatStrangersDoAgainAndAgainIsCounted() throws Exception {
    fixture.start();
    for (int i = 0; i < 1_000; i++) {
      fixture
          .log()
          .offerOfStranger(
              new AuditEntry(fixture.now(), AuditEvent.TOKEN_REFUSED).with("error", "no"),
              "192.0.2.1:" + (1_000 + i));
    }
    fixture
        .log()
        .offerOfStranger(
            new AuditEntry(fixture.now(), AuditEvent.TOKEN_REFUSED).with("error", "no"),
            "192.0.2.2:1");
    fixture.stop();

    assertThat(fixture.events()).filteredOn("TokenRefused"::equals).hasSize(11);
    assertThat(fixture.lines())
        .filteredOn(line -> line.contains("Repeated"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("\"address\":\"192.0.2.1\"", "\"times\":990"));
  }

  @Test
  void aDeviceThatComesAndGoesWithoutEndIsCountedAndHidesNoOther() throws Exception {
    fixture.start();
    DeviceRecords records = new DeviceRecords(fixture.log(), fixture::now);
    for (int i = 0; i < 1_000; i++) {
      Device device = new Device("pump", "pump", "restless", "192.0.2.1:" + i, "MQTT 5");
      records.onConnected(device);
      records.onDisconnected(device, Duration.ofSeconds(1), "The connection broke off");
    }
    records.onConnected(new Device("door", "door", "quiet", "192.0.2.1:9", "MQTT 5"));
    for (int i = 0; i < 30; i++) {
      records.onRefused("revoked", "192.0.2.9:" + i, "It is not in use", "it was revoked, " + i);
    }
    fixture.stop();

    assertThat(fixture.events()).filteredOn("DeviceConnected"::equals).hasSize(11);
    assertThat(fixture.events()).filteredOn("DeviceDisconnected"::equals).hasSize(10);
    assertThat(fixture.events()).filteredOn("DeviceRefused"::equals).hasSize(10);
    assertThat(fixture.lines())
        .filteredOn(line -> line.contains("Repeated"))
        .anySatisfy(line ->
            assertThat(line)
                .contains("DeviceConnected", "\"certificateId\":\"restless\"", "\"times\":990"))
        .anySatisfy(line ->
            assertThat(line)
                .contains("DeviceDisconnected", "\"certificateId\":\"restless\"")
                .contains("\"times\":990"))
        .anySatisfy(
            line -> assertThat(line).contains("DeviceRefused", "\"192.0.2.9\"", "\"times\":20"))
        .hasSize(3);
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void whatCannotBeWrittenIsRefusedUntilItCan() throws Exception {
    fixture.start();
    fixture.write(1, 1);
    moveAway();
    spoil();

    assertThatThrownBy(() -> fixture.write(2, 2))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> fixture.log().requireWritable()).isInstanceOf(AuditException.class);
    assertThat(fixture.log().problem()).isPresent();

    bringBack();
    eventually("it is so", () -> fixture.log().problem().isEmpty());
    fixture.write(3, 3);
    fixture.stop();
    assertThat(fixture.events()).contains("RecordsLost");
    assertThat(fixture.lines()).anySatisfy(line -> assertThat(line).contains("\"number\":3"));
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void whereAllIsToGoOnNobodyIsRefused() throws Exception {
    fixture.with(new AuditOptions(OnFailure.CONTINUE, 1 << 20, null)).start();
    fixture.write(1, 1);
    moveAway();
    spoil();

    fixture.write(2, 20);
    fixture.log().requireWritable();

    bringBack();
    eventually("it is so", () -> fixture.log().problem().isEmpty());
    fixture.stop();
    assertThat(fixture.lines())
        .anySatisfy(line -> assertThat(line).contains("RecordsLost", "{\"ApiCall\":19}"));
  }

  /** The next day's file cannot be made, as on a full disk or in a folder of another's. */
  private void spoil() {
    fixture.now(fixture.now().plus(Duration.ofDays(1)));
  }

  private void moveAway() throws Exception {
    Files.move(fixture.folder.path(), fixture.data.resolve("elsewhere"));
    Files.createFile(fixture.folder.path());
  }

  private void bringBack() throws Exception {
    Files.delete(fixture.folder.path());
    Files.move(fixture.data.resolve("elsewhere"), fixture.folder.path());
  }

  @Test
  void pagesHoldTheNewestFirst() throws Exception {
    fixture.with(new AuditOptions(OnFailure.REFUSE, 2_000, null)).start();
    fixture.write(1, 40);
    fixture.stop();
    var reader = new AuditReader(fixture.folder);
    var calls = new AuditFilter(null, null, null, "ApiCall", null, null);

    List<Integer> numbers = new ArrayList<>();
    Long before = Long.MAX_VALUE;
    while (before != null) {
      AuditReader.Page page = reader.before(before, calls, 7);
      assertThat(page.lines()).hasSizeLessThanOrEqualTo(7);
      page.lines().forEach(line -> numbers.add(line.tree().path("number").asInt()));
      before = page.next();
    }

    assertThat(numbers).hasSize(40).startsWith(40, 39, 38).endsWith(3, 2, 1);
  }

  @Test
  void aFollowerHasEachRecordOnceOverFilesAndAlsoLaterOnes() throws Exception {
    fixture.with(new AuditOptions(OnFailure.REFUSE, 2_000, null)).start();
    fixture.write(1, 10);
    try (var follower = new AuditFollower(fixture.folder, 4)) {
      List<Long> seen = new ArrayList<>();
      drain(follower, seen);
      fixture.write(11, 30);
      drain(follower, seen);
      fixture.stop();
      drain(follower, seen);

      assertThat(seen).hasSize(fixture.lines().size() - 3).startsWith(4L, 5L).isSorted();
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  private static void drain(AuditFollower follower, List<Long> seen) throws Exception {
    for (AuditLine line = follower.next(); line != null; line = follower.next()) {
      seen.add(line.seq());
    }
  }
}
