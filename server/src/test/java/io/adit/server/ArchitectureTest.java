package io.adit.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.http.ClientAuth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the server. */
class ArchitectureTest {
  private static final String OURS = "io.adit..";
  private static final String WIRE = "io.adit.wire..";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.adit.server");

  @Test
  void aTunnelKnowsOnlyTheWire() {
    only("tunnel", "what a tunnel is does not hang on who asks, carries or keeps it", WIRE);
  }

  @Test
  void theStoreKeepsWhatOthersDefine() {
    only(
        "store",
        "SQL is behind the interfaces of those whose data it keeps",
        WIRE,
        server("tunnel"),
        server("thing"),
        server("tls"),
        server("auth"),
        server("user"),
        server("policy"),
        server("principal"),
        server("history"),
        server("limit"),
        server("audit"),
        server("secret"));
  }

  @Test
  void theConsoleIsACallerOfTheApiAndKnowsNoPartThatCarries() {
    only(
        "console",
        "its calls reach the same operations, with the same checks, as those of others",
        WIRE,
        server("tunnel"),
        server("thing"),
        server("diagnosis"),
        server("history"),
        server("user"),
        server("oidc"),
        server("auth"),
        server("policy"),
        server("principal"),
        server("api"),
        server("audit"),
        server("http"));
  }

  @Test
  void usersAndTheirProviderKnowOnlyRoles() {
    only(
        "user", "who somebody is does not hang on what is asked", server("auth"), server("secret"));
    only("oidc", "who somebody is does not hang on what is asked", server("auth"), server("user"));
  }

  @Test
  void historyHearsOfTunnelsAndIncidents() {
    only("history", "it is a listener", WIRE, server("tunnel"), server("diagnosis"));
  }

  @Test
  void onlyOnePackageKnowsTheLibraryForIdTokens() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("oidc"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..")
            .because("one package for each foreign library: its types stop there"));
  }

  @Test
  void onlyOnePackageKnowsTheLibraryForMetrics() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("metrics"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..")
            .because("one package for each foreign library: its types stop there"));
  }

  @Test
  void onlyOnePackageKnowsTheLibraryForTraces() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("trace"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..")
            .because("one package for each foreign library: its types stop there"));
  }

  @Test
  void theRegistryOfDevicesKnowsOnlyCertificates() {
    only("thing", "whose a certificate is does not hang on how it was shown", WIRE, server("tls"));
  }

  @Test
  void whoIsCallingIsReadFromTheRequestAlone() {
    only(
        "auth", "who is calling does not hang on what is called", server("policy"), server("http"));
  }

  @Test
  void aPolicyIsReadWithoutKnowingWhoseItIs() {
    only("policy", "a decision hangs on what is asked, and on nothing else");
  }

  @Test
  void whoseAPolicyIsDoesNotHangOnWhatIsCalled() {
    only(
        "principal",
        "it joins callers and connections to their policies",
        WIRE,
        server("policy"),
        server("auth"),
        server("tunnel"),
        server("http"));
  }

  @Test
  void theApiReachesTheRelayOnlyThroughTheRegistry() {
    only(
        "api",
        "the registry tells its listeners what happened, and that is the whole coupling",
        WIRE,
        server("tunnel"),
        server("diagnosis"),
        server("thing"),
        server("limit"),
        server("allowance"),
        server("auth"),
        server("policy"),
        server("principal"),
        server("http"));
  }

  @Test
  void aDiagnosisKnowsNeitherWhoAsksNorWhoCarries() {
    only(
        "diagnosis",
        "its rules can be tested with any state of a tunnel, and join the API to the relay",
        WIRE,
        server("tunnel"));
  }

  @Test
  void theRelayReachesTheApiOnlyThroughTheRegistry() {
    only(
        "relay",
        "the registry tells its listeners what happened, and that is the whole coupling",
        WIRE,
        server("tunnel"),
        server("diagnosis"),
        server("splice"),
        server("flow"),
        server("limit"),
        server("allowance"),
        server("traffic"),
        server("http"));
  }

  @Test
  void limitsCountWithoutKnowingWhat() {
    only("limit", "what may be had does not hang on who asks", server("flow"));
    only(
        "allowance",
        "what may be carried does not hang on who carries",
        server("flow"),
        server("limit"));
  }

  @Test
  void theAuditLogIsAListener() {
    only(
        "audit",
        "what it is told by those who do things, it writes down",
        WIRE,
        server("tunnel"),
        server("traffic"),
        server("api"),
        server("auth"),
        server("http"),
        server("secret"));
    only("traffic", "it is what the relay tells, whoever listens", WIRE);
  }

  @Test
  void theGatewayHearsOfTunnelsFromTheRegistryAlone() {
    only(
        "gateway",
        "the registry tells its listeners what happened, and that is the whole coupling",
        WIRE,
        server("tunnel"),
        server("thing"),
        server("traffic"),
        server("http"));
  }

  @Test
  void theBrokersPublisherHearsOfTunnelsFromTheRegistryAlone() {
    only("broker", "it is a listener, as the gateway is", WIRE, server("tunnel"));
  }

  @Test
  void onlyTheGatewayAndThePublisherSpeakMqtt() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("gateway"), server("broker"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mqtt..", "io.netty.handler.codec.mqtt..")
            .because("one package for each foreign library: its types stop there"));
  }

  @Test
  void aLinkKeepsNothingOfItsHandshakeButFacts() {
    check(
        noClasses()
            .that()
            .haveNameMatching("io\\.adit\\.server\\.relay\\.Link(Facts|View)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "io\\.adit\\..*\\.(AccessToken|Arrival|ClientToken|Handshake|RequestHead|UpgradeRequest)")
            .because("it lives for hours, and a token must not stay on the heap for as long"));
  }

  @Test
  void translationAndFlowNeedNoSocketThreadOrClock() {
    only("splice", "every interleaving can be had in a test", WIRE);
    only("flow", "every moment can be had in a test", WIRE);
    check(
        noClasses()
            .that()
            .resideInAnyPackage(server("splice"), server("flow"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.vertx..",
                "io.netty..",
                "java.net..",
                "java.time..",
                "java.nio.channels..",
                "java.util.concurrent..")
            .because("its owner decides when, and on which thread"));
  }

  @Test
  void theHttpPortKnowsNothingOfWhatItCarries() {
    only("http", "it can be read, and replaced, on its own");
  }

  @Test
  void secretsAreSealedWithoutKnowingThem() {
    only("secret", "sealing is the same for every secret");
  }

  @Test
  void aBackupIsReadWithoutKnowingWhatIsInIt() {
    only("backup", "whoever restores one relies on nothing in it");
  }

  @Test
  void certificatesNeedOnlyAPlaceForTheirKeys() {
    only("tls", "certificates are made before anything is served", server("secret"));
  }

  @Test
  void onlyTheHttpPackageUsesTheHttpLibrary() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("http"))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.vertx.core.http..", "io.netty.handler.codec.http..")
                    // TLS without HTTP takes its setting for client certificates from there, too.
                    .and(not(belongToAnyOf(ClientAuth.class))))
            .because("one package for each foreign library: its types stop there"));
  }

  @Test
  void theControlPlaneIsPlainBlockingCode() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                server("tunnel"),
                server("thing"),
                server("diagnosis"),
                server("store"),
                server("auth"),
                server("policy"),
                server("principal"),
                server("api"),
                server("console"),
                server("user"),
                server("oidc"),
                server("history"),
                server("audit"),
                server("secret"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..")
            .because("it runs on virtual threads and may wait; event loops may not"));
  }

  @Test
  void onlyTheStoreSpeaksSql() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(server("store"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..", "javax.sql..", "com.zaxxer.hikari..", "org.flywaydb..")
            .because("another database must be a matter of one package"));
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    check(slices().matching("io.adit.server.(*)..").should().beFreeOfCycles());
  }

  /** Of our own packages, this one uses only itself and the given ones. */
  private static void only(String name, String reason, String... allowed) {
    String[] usable =
        Stream.concat(Stream.of(server(name)), Stream.of(allowed)).toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage(server(name))
            .should()
            .onlyDependOnClassesThat(not(resideInAnyPackage(OURS)).or(resideInAnyPackage(usable)))
            .because(reason));
  }

  private static String server(String name) {
    return "io.adit.server." + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
