package io.adit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS's vectors leave open. */
class CanonicalRequestTest {

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "/../.., /",
    "/a/../../b, /b",
    "/a/./b/, /a/b/",
    "/a%20b, /a%2520b",
    "/a+b, /a%2Bb",
    "/a%2Fb, /a%252Fb",
  })
  void aPathIsNormalisedAndEncodedOnceMore(String path, String canonical) {
    assertThat(CanonicalRequest.path(path)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "b=2&a=1, a=1&b=2",
    "a=2&a=10&a=1, a=1&a=10&a=2",
    "a, a=",
    "a=&b, a=&b=",
    "&&a=1&, a=1",
    "a=b=c, a=b%3Dc",
    "a=x%20y, a=x%20y",
    "a=x%2fy, a=x%2Fy",
    "a=x+y, a=x%2By",
    "a=100%, a=100%25",
    "a=%zz%4, a=%25zz%254",
    "a=%ff, a=%FF",
  })
  void aQueryIsDecodedEncodedAndSorted(String query, String canonical) {
    assertThat(CanonicalRequest.query(query)).isEqualTo(canonical);
  }
}
