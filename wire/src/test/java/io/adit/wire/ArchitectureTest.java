package io.adit.wire;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.adit.wire.websocket.WebSocketReader;
import java.util.Date;
import java.util.Timer;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses WIRE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.adit.wire");

  /** A library that could not read this JDK's class files would find every rule kept. */
  @Test
  void theClassesAreReadWithTheirCode() {
    assertThat(WIRE.get(WebSocketReader.class).getMethodCallsFromSelf()).hasSizeGreaterThan(20);
    assertThat(WIRE).noneMatch(each -> each.getSimpleName().endsWith("Test"));
  }

  @Test
  void wireNeedsTheJdkAndItsNullAnnotationsOnly() {
    classes()
        .that()
        .haveNameNotMatching(".*\\.NotifyMessage(\\$.*)?")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.adit.wire..", "java..", "org.jspecify.annotations")
        .because("both ends and the service share it, and none may force a library on another")
        .check(WIRE);
  }

  @Test
  void onlyTheNotifyMessageIsJson() {
    classes()
        .that()
        .haveNameMatching(".*\\.NotifyMessage(\\$.*)?")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.wire..", "java..", "org.jspecify.annotations", "com.fasterxml.jackson.core..")
        .because("a tokenizer is the one library that both ends and the service share")
        .check(WIRE);
  }

  @Test
  void wireHasNoThreadsSocketsFilesOrClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio.channels..",
            "java.nio.file..",
            "java.util.concurrent..",
            "java.time..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Timer.class, Date.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .because("it is bytes and rules: who calls it decides when and on which thread")
        .check(WIRE);
  }

  @Test
  void messagesDoNotKnowWhatCarriesThem() {
    noClasses()
        .that()
        .resideInAPackage("io.adit.wire")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.adit.wire.websocket")
        .because("arrows point inwards: WebSocket frames carry messages")
        .check(WIRE);
  }

  @Test
  void nothingMutableIsStatic() {
    fields()
        .that()
        .areStatic()
        .should()
        .haveModifier(FINAL)
        .because("what belongs to a link lives in that link's objects")
        .check(WIRE);
  }
}
