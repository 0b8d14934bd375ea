package io.adit.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.adit.models.client.ModelClient;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODELS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.adit.models");

  /** A library that could not read this JDK's class files would find every rule kept. */
  @Test
  void theClassesAreReadWithTheirCode() {
    assertThat(MODELS.get(ModelClient.class).getMethodCallsFromSelf()).hasSizeGreaterThan(20);
  }

  @Test
  void modelsKnowTheWireAndNothingElseOfOurs() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.models..",
            "io.adit.wire..",
            "java..",
            "javax.net..",
            "org.jspecify.annotations")
        .because("they stand for programs of others, in front of the server and of the proxy")
        .check(MODELS);
  }

  @Test
  void whatAClientDoesHangsOnNoSocketThreadOrClock() {
    noClasses()
        .that()
        .resideInAnyPackage("io.adit.models.client..", "io.adit.models.story..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "javax.net..", "java.time..", "io.adit.models.link..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class)
        .because("every interleaving can be had where nothing moves by itself")
        .check(MODELS);
  }

  @Test
  void clientsDoNotKnowTheirStories() {
    noClasses()
        .that()
        .resideInAPackage("io.adit.models.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.adit.models.story..")
        .because("arrows point inwards")
        .check(MODELS);
  }
}
