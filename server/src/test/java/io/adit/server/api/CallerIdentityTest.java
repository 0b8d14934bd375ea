package io.adit.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.auth.AccessKey;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS STS as far as it is there. */
class CallerIdentityTest {
  private static final String FORM = "Action=GetCallerIdentity&Version=2011-06-15";

  @TempDir Path folder;
  private ApiFixture fixture;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCallerIsToldWhoItIs() {
    assertThat(fixture.sts(FORM))
        .isEqualTo(
            """
            200 <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>arn:aws:iam::000000000000:user/administrator</Arn>
                <UserId>administrator</UserId>
                <Account>000000000000</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata>
                <RequestId>request-of-a-test</RequestId>
              </ResponseMetadata>
            </GetCallerIdentityResponse>
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Action=AssumeRole | 400 | InvalidAction | There is no action 'AssumeRole' here",
        "'' | 400 | InvalidAction | There is no action ''",
        "Action=%3Cb%3E%26 | 400 | InvalidAction | There is no action '&lt;b&gt;&amp;' here",
        "Action=%zz | 400 | MalformedQueryString | The form cannot be read.",
      })
  void otherActionsAreRefusedInXml(String form, int status, String code, String message) {
    assertThat(fixture.sts(form))
        .startsWith(status + " <ErrorResponse")
        .contains("<Code>" + code + "</Code>", "<Message>" + message);
  }

  @Test
  void aStrangerHasItsOwnNamesOfErrors() {
    // Given
    var unknown = new AccessKey("ADITNOBODY", "secret", "nobody", true, ApiFixture.START);
    var known = new AccessKey("ADITKNOWN", "secret", "anna", true, ApiFixture.START);
    fixture.store(new AccessKey("ADITKNOWN", "other", "anna", true, ApiFixture.START));

    // Then
    assertThat(fixture.sts(unknown, FORM)).contains("403 ", "<Code>InvalidClientTokenId</Code>");
    assertThat(fixture.sts(known, FORM)).contains("403 ", "<Code>SignatureDoesNotMatch</Code>");
  }
}
