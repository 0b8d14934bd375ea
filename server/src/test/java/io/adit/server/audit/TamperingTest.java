package io.adit.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.read.AuditVerifier;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the files, but not the server's key, changes nothing that is not found. */
class TamperingTest {
  /** Records: 1 LogStarted, 2 to 11 calls, 12 LogStopped, 13 Checkpoint. */
  private static final int CALLS = 10;

  private AuditFixture fixture;

  @BeforeEach
  void write(@TempDir Path data) throws IOException {
    fixture = new AuditFixture(data);
    fixture.start();
    fixture.write(1, CALLS);
    fixture.stop();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatNobodyTouchedIsIntact() throws IOException {
    assertThat(fixture.verify())
        .isInstanceOfSatisfying(
            Verdict.Intact.class,
            intact -> {
              assertThat(intact.records()).isEqualTo(CALLS + 3);
              assertThat(intact.last().seq()).isEqualTo(CALLS + 3);
              assertThat(intact.firstAt()).isEqualTo("2026-11-27T12:00:00.000000Z");
              assertThat(intact.notes()).isEmpty();
            });
  }

  @Test
  void aByteThatWasChangedIsFound() throws IOException {
    edit(lines -> lines.set(4, lines.get(4).replace("\"number\":4", "\"number\":5")));

    assertBroken(5, "record 5 was changed: its hash is another");
  }

  /** A prime's steps meet all parts of records. */
  @Test
  void aByteThatIsFlippedAnywhereIsFound() throws IOException {
    Path file = fixture.onlyFile();
    byte[] all = Files.readAllBytes(file);

    for (int i = 0; i < all.length; i += 13) {
      all[i] ^= 1;
      Files.write(file, all);
      assertThat(fixture.verify()).as("byte " + i).isInstanceOf(Verdict.Broken.class);
      all[i] ^= 1;
    }
  }

  @Test
  void aRecordThatWasRemovedIsFound() throws IOException {
    edit(lines -> lines.remove(4));

    assertBroken(5, "record 5 is missing before it");
  }

  @Test
  void recordsThatWereSwappedAreFound() throws IOException {
    edit(lines -> Collections.swap(lines, 4, 5));

    assertBroken(5, "record 5 is missing before it");
  }

  @Test
  void aRecordThatIsThereTwiceIsFound() throws IOException {
    edit(lines -> lines.add(5, lines.get(4)));

    assertBroken(6, "record 5 stands where record 6 belongs");
  }

  @Test
  void aRecordThatWasPutInIsFound() throws IOException {
    edit(lines -> {
      AuditLine before = AuditFixture.parsed(lines.get(4));
      lines.set(5, AuditLine.next(before.position(), fixture.entry(99)).toString());
    });

    assertBroken(7, "record 7 does not follow the one before it");
  }

  @Test
  void aLineThatIsNoRecordIsFound() throws IOException {
    edit(lines -> lines.add(3, "{}"));

    assertBroken(4, "this is no record");
  }

  @Test
  void anEndThatWasCutOffIsFound() throws IOException {
    edit(lines -> lines.subList(10, lines.size()).clear());

    assertBroken(0, "records 11 to 13 are missing at the end");
  }

  @Test
  void allRecordsThatWereRemovedAreFound() throws IOException {
    Files.delete(fixture.onlyFile());

    assertBroken(0, "records 1 to 13 are missing at the end");
  }

  @Test
  void aChainThatWasWrittenAnewIsFound() throws IOException {
    List<String> forged = new ArrayList<>();
    AuditPosition last = AuditPosition.START;
    for (int i = 0; i < CALLS + 3; i++) {
      AuditLine line = AuditLine.next(last, fixture.entry(i + 100));
      forged.add(line.toString());
      last = line.position();
    }
    Files.write(fixture.onlyFile(), forged);

    assertBroken(13, "record 13 is another than the server vouched for");
  }

  @Test
  void recordsThatWereAddedAfterTheStopAreFound() throws IOException {
    edit(lines -> {
      AuditLine last = AuditFixture.parsed(lines.getLast());
      lines.add(AuditLine.next(last.position(), fixture.entry(99)).toString());
    });

    assertBroken(0, "record 14 was added after the server had stopped");
  }

  @Test
  void whatTheDatabaseSaysCannotBeForged() throws IOException {
    edit(lines -> lines.subList(10, lines.size()).clear());
    AuditHead head = fixture.store.head().orElseThrow();
    AuditPosition cut = AuditFixture.parsed(fixture.lines().getLast()).position();
    fixture.store.putHead(
        new AuditHead(head.before(), cut, head.isFinal(), head.at(), head.signature()));

    assertThat(fixture.verify())
        .isInstanceOfSatisfying(
            Verdict.Broken.class,
            broken -> assertThat(broken.what()).contains("was not signed by this server"));
  }

  @Test
  void aFileThatWasRemovedIsFound() throws IOException {
    fixture.with(new AuditOptions(AuditOptions.OnFailure.REFUSE, 1_000, null));
    fixture.start();
    fixture.write(11, 30);
    fixture.stop();
    List<Path> files = fixture.files();
    assertThat(files).hasSizeGreaterThan(3);

    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      assertThat(fixture.verify())
          .as(file.toString())
          .isInstanceOfSatisfying(
              Verdict.Broken.class,
              broken -> assertThat(broken.what()).containsPattern("records? .* missing"));
      Files.write(file, content);
    }
    assertThat(fixture.verify()).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void withoutTheDatabaseCheckpointsOfAnotherKeyAreFound(@TempDir Path other) throws IOException {
    AuditKey stranger = AuditKey.openOrMake(other, fixture.box);
    AuditVerifier byStranger = new AuditVerifier(fixture.folder, stranger, null);
    AuditVerifier byOurs =
        new AuditVerifier(
            fixture.folder, AuditKey.ofPublic(fixture.data.resolve("audit.pem")), null);

    assertThat(byOurs.verify()).isInstanceOf(Verdict.Intact.class);
    assertThat(byStranger.verify())
        .isInstanceOfSatisfying(
            Verdict.Broken.class,
            broken -> assertThat(broken.what()).contains("not signed by the server's key"));
  }

  @Test
  void aPlaceThatWasNotedElsewhereIsLookedFor() throws IOException {
    AuditPosition noted = fixture.store.head().orElseThrow().last();
    edit(lines -> lines.subList(10, lines.size()).clear());

    assertThat(
            new AuditVerifier(fixture.folder, null, null)
                .expecting(AuditPosition.parse(noted.toString()))
                .verify())
        .isInstanceOf(Verdict.Broken.class);
  }

  /** A shell is enough to compute a record's hash: this is what docs/audit.md says. */
  @Test
  void theHashIsThatOfTheLineWithoutIt() throws Exception {
    String line = fixture.lines().get(3);
    String body = line.replaceAll(",\"hash\":\"([0-9a-f]{64})\"}$", "}");

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
    assertThat(line).contains(HexFormat.of().formatHex(digest));
  }

  @Test
  void whatWasCutOffBeforeAStartIsSaidByTheServerAndStaysFound() throws IOException {
    edit(lines -> lines.subList(10, lines.size()).clear());

    fixture.now(AuditFixture.START.plus(Duration.ofHours(1)));
    fixture.start();
    fixture.write(20, 21);
    fixture.stop();

    assertThat(fixture.lines())
        .anySatisfy(line ->
            assertThat(line)
                .contains("LogBroken", "the files end at record 10, and there were 13"));
    assertBroken(1, "records 11 to 13 are missing before it");
  }

  private void edit(Consumer<List<String>> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(fixture.onlyFile()));
    change.accept(lines);
    Files.write(fixture.onlyFile(), lines);
  }

  private void assertBroken(long line, String what) throws IOException {
    assertThat(fixture.verify())
        .isInstanceOfSatisfying(
            Verdict.Broken.class,
            broken -> {
              assertThat(broken.what()).contains(what);
              assertThat(broken.line()).isEqualTo(line);
            });
  }
}
