package io.adit.server.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeTunnel",
        "ListTunnels",
        "GetCallerIdentity",
        "DiagnoseTunnel",
        "TestPolicies"
      })
  void whatChangesNothingIsALook(String operation) {
    assertThat(Looks.has(operation)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenTunnel", "AttachPolicy", "RotateAccessKey", "ResetDataUse", "Login"})
  void whatChangesSomethingIsNone(String operation) {
    assertThat(Looks.has(operation)).isFalse();
  }
}
