package io.adit.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.adit.agent");

  @Test
  void usesAPeerAndTheWireAndNothingOfTheServer() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.agent..",
            "io.adit.peer..",
            "io.adit.wire..",
            "io.vertx..",
            "io.netty..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.jspecify..",
            "java..",
            "javax.net.ssl..")
        .because("a device carries no more than it needs, and meets the server on the wire only")
        .check(AGENT);
  }

  @Test
  void oneClassKnowsEachLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.adit.agent.mqtt")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.mqtt..", "io.netty.handler.codec.mqtt..")
        .because("how notify messages come is the subscriber's affair")
        .check(AGENT);
    noClasses()
        .that()
        .doNotHaveSimpleName("ServiceManager")
        .and()
        .resideOutsideOfPackage("io.adit.agent.mqtt")
        .and()
        .doNotHaveSimpleName("Deaf")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .because("Netty's own sockets are needed for systemd only")
        .check(AGENT);
    noClasses()
        .that()
        .doNotHaveSimpleName("YamlFile")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.dataformat..")
        .because("the configuration's form is one class's affair")
        .check(AGENT);
  }

  @Test
  void pointsInwards() {
    noClasses()
        .that()
        .resideInAPackage("io.adit.agent.config")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.agent", "io.adit.agent.mqtt", "io.adit.agent.tunnel", "io.adit.agent.health")
        .because("everybody may read the configuration, and it knows nobody")
        .check(AGENT);
    noClasses()
        .that()
        .resideInAnyPackage("io.adit.agent.mqtt", "io.adit.agent.tunnel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.adit.agent", "io.adit.agent.health")
        .because("they tell their listeners, and do not know who listens")
        .check(AGENT);
    noClasses()
        .that()
        .resideInAPackage("io.adit.agent.mqtt")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.adit.agent.tunnel")
        .because("a message is bytes until it has come")
        .check(AGENT);
  }
}
