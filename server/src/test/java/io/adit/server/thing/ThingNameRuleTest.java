package io.adit.server.thing;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.TestAuthority;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThingNameRuleTest {
  private static final TestAuthority ACME = TestAuthority.named("Acme", RegistryFixture.START);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn                          | CN=pump-7, O=Acme          | pump-7",
        "cn                          | O=Acme                     | ",
        "cn                          | CN=two words               | ",
        "cn                          | CN=a, CN=b                 | ",
        "cn                          | CN=a, CN=a                 | a",
        "cn=device-{thing}           | CN=device-7                | 7",
        "cn=device-{thing}           | CN=device-                 | ",
        "cn=device-{thing}           | CN=pump-7                  | ",
        "cn={thing}.example          | CN=pump-7.example          | pump-7",
        "cn=aa{thing}aa              | CN=aaa                     | ",
        "none                        | CN=pump-7                  | ",
        "dns                         | CN=pump-7                  | ",
      })
  void aThingIsFoundInTheSubject(String rule, String subject, String thingName) {
    assertThat(rule(rule).thingName(ACME.sign(subject))).isEqualTo(Optional.ofNullable(thingName));
  }

  @Test
  void aThingIsFoundInAnAlternativeName() {
    var dns =
        ACME.sign(
            TestAuthority.leaf("CN=other")
                .dnsNames("pump-7.devices.example.com", "pump-7.example.org"));
    var uri = ACME.sign(TestAuthority.leaf("").uris("spiffe://example.com/thing/pump-7", "urn:x"));
    var two = ACME.sign(TestAuthority.leaf("").dnsNames("a.example.com", "b.example.com"));

    assertThat(rule("dns={thing}.devices.example.com").thingName(dns)).contains("pump-7");
    assertThat(rule("dns").thingName(dns)).isEmpty();
    assertThat(rule("uri=spiffe://example.com/thing/{thing}").thingName(uri)).contains("pump-7");
    assertThat(rule("uri").thingName(dns)).isEmpty();
    assertThat(rule("dns={thing}.example.com").thingName(two)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cn", "dns", "uri", "none", "cn=a{thing}b", "uri=x://{thing}", "dns={thing}.b"})
  void aRuleIsReadAsItIsWritten(String rule) {
    assertThat(rule(rule)).hasToString(rule);
  }

  @Test
  void theNameAloneIsThePlainRule() {
    assertThat(rule("cn={thing}")).isEqualTo(ThingNameRule.COMMON_NAME).hasToString("cn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "CN", "ou", "cn=", "cn=name", "cn={thing}{thing}", "none={thing}", "cn={x}"})
  void whatIsNoRuleIsNone(String text) {
    assertThat(ThingNameRule.parse(text)).isEmpty();
  }

  private static ThingNameRule rule(String text) {
    return ThingNameRule.parse(text).orElseThrow();
  }
}
