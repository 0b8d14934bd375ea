package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptKeyTest {

  /** The sample of RFC 6455, section 1.3. */
  @Test
  void theRfcsKeyGetsTheRfcsAnswer() {
    assertThat(AcceptKey.of("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }
}
