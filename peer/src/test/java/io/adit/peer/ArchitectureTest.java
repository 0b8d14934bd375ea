package io.adit.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PEER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.adit.peer");

  @Test
  void usesTheWireVertxAndTheLogOnly() {
    classes()
        .that()
        .resideOutsideOfPackage("io.adit.peer.socket")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.peer..",
            "io.adit.wire..",
            "io.vertx.core..",
            "org.slf4j..",
            "org.jspecify..",
            "java..",
            "javax.net.ssl..")
        .because("peer and server meet on the wire only, and one package knows Netty")
        .check(PEER);
  }

  @Test
  void usesNoInsidesOfVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.adit.peer.socket")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..")
        .because("what is internal may change with any release; one package knows it")
        .check(PEER);
  }

  @Test
  void leavesWebSocketsAndHttpToTheWire() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.core.http..")
        .because("a codec of its own costs half of the throughput")
        .check(PEER);
  }

  @Test
  void pointsInwards() {
    noClasses()
        .that()
        .resideInAPackage("io.adit.peer.socket")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.adit.peer.connection", "io.adit.peer.link", "io.adit.peer", "io.adit.wire..")
        .because("a socket knows nothing of tunnels")
        .check(PEER);
    noClasses()
        .that()
        .resideInAPackage("io.adit.peer.link")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.adit.peer", "io.adit.peer.connection")
        .because("a link carries messages and does not know what they do")
        .check(PEER);
    noClasses()
        .that()
        .resideInAPackage("io.adit.peer.connection")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.adit.peer")
        .because("a connection does not know who started it")
        .check(PEER);
  }
}
