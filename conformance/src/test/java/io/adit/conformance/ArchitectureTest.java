package io.adit.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("io.adit.conformance");

  @Test
  void storiesKnowAditByItsCommandsAndItsPortOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.adit.wire..", "io.adit.peer..", "io.adit.server..", "io.adit.cli..")
        .because("a mistake that both ends share would not be seen")
        .check(CLASSES);
  }

  @Test
  void programsDoNotSpeakByHand() {
    noClasses()
        .that()
        .resideInAPackage("..programs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..sockets..")
        .because("bare sockets are for what no program would do")
        .check(CLASSES);
  }
}
