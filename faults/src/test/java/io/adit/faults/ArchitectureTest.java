package io.adit.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.adit.faults");

  @Test
  void clientsKnowTheServerByItsPortOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.peer..", "io.adit.server..", "io.adit.cli..", "io.adit.agent..")
        .because("what both sides got wrong would not be seen")
        .check(CLASSES);
  }

  @Test
  void rulesNeedNothingToJudge() {
    classes()
        .that()
        .resideInAPackage("..history..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.faults.history..",
            "io.adit.wire",
            "java.lang..",
            "java.util..",
            "org.jspecify..")
        .because("tests give them histories that no server would make")
        .check(CLASSES);
  }
}
