package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adit.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyMessageTest {
  private static final NotifyMessage MESSAGE =
      new NotifyMessage(
          new AccessToken("AQGAAXi-token"), Side.DESTINATION, "eu-west-1", List.of("SSH", "VNC"));

  @Test
  void aDeviceGetsExactlyTheFourKeysOfAws() {
    assertThat(new String(MESSAGE.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"clientAccessToken":"AQGAAXi-token","clientMode":"destination",\
            "region":"eu-west-1","services":["SSH","VNC"]}\
            """);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(NotifyMessage.parse(MESSAGE.toJson())).isEqualTo(MESSAGE);
  }

  @Test
  void keysMayComeInAnyOrderAndOthersBetweenThem() {
    assertThat(
            parse(
                """
                { "services" : ["SSH", "VNC"], "new": {"deep": [1, {"x": null}]},
                  "region": "eu-west-1", "clientMode": "destination",
                  "clientAccessToken": "AQGAAXi-token" }\
                """))
        .isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          []                                                                          | it is no JSON object
          "x"                                                                         | it is no JSON object
          {}                                                                          | clientAccessToken is missing
          {"clientAccessToken":"t","clientMode":"destination","region":"r"}           | services is missing
          {"clientAccessToken":7}                                                     | clientAccessToken is no string
          {"clientAccessToken":null}                                                  | clientAccessToken is no string
          {"clientAccessToken":"","clientMode":"source","region":"r","services":["S"]}| clientAccessToken is empty
          {"clientAccessToken":"t","clientMode":"all","region":"r","services":["S"]}  | clientMode is neither destination nor source
          {"clientAccessToken":"t","clientMode":"source","region":"","services":["S"]}| region is empty
          {"clientAccessToken":"t","clientMode":"source","region":"r","services":[]}  | services is empty
          {"services":"SSH"}                                                          | services is no array of strings
          {"services":[1]}                                                            | services is no string
          {"clientAccessToken":"t","clientMode":"source","region":"r","services":["S"]} 1 | more follows behind the JSON object
          """)
  void anythingElseIsRefusedInWords(String json, String problem) {
    assertThatExceptionOfType(InvalidNotifyMessageException.class)
        .isThrownBy(() -> parse(json))
        .withMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"clientAccessToken\":\"SECRET",
        "{\"clientAccessToken\":\"SECRET\",\"clientAccessToken\":\"SECRET2\"}",
        "{\"clientAccessToken\":\"SECRET\" SECRET}",
        "[[[[[[[[[[[[SECRET]]]]]]]]]]]]"
      })
  void noProblemShowsAnyOfTheMessage(String json) {
    assertThatExceptionOfType(InvalidNotifyMessageException.class)
        .isThrownBy(() -> parse(json))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("SECRET"))
        .withNoCause();
  }

  @Test
  void whatIsFarTooLongIsNotReadAtAll() {
    byte[] tooLong = new byte[NotifyMessage.MAX_BYTES + 1];
    Arrays.fill(tooLong, (byte) ' ');

    assertThatExceptionOfType(InvalidNotifyMessageException.class)
        .isThrownBy(() -> NotifyMessage.parse(tooLong))
        .withMessage("it has 65537 bytes, and at most 65536 are read");
  }

  @Test
  void aTunnelWithTheMostServicesStillFits() {
    List<String> services = Collections.nCopies(100, "s".repeat(128));
    var message =
        new NotifyMessage(
            new AccessToken("t".repeat(AccessToken.MAX_MINTED_CHARS)),
            Side.DESTINATION,
            "r".repeat(64),
            services);

    assertThat(NotifyMessage.parse(message.toJson())).isEqualTo(message);
  }

  /** Greengrass decodes it in 4,096 bytes. */
  @Test
  void aTunnelWithinAwsQuotaFitsTheSmallestDevice() {
    var message =
        new NotifyMessage(
            AccessToken.mint(new SecureRandom()),
            Side.DESTINATION,
            "ap-southeast-1",
            Collections.nCopies(3, "s".repeat(128)));

    assertThat(message.toJson()).hasSizeLessThan(1_024);
  }

  @Test
  void damagedMessagesAreRefusedAndNothingElseHappens() {
    Seeds.forEach(
        2_000,
        random -> {
          byte[] bytes = MESSAGE.toJson();
          for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

          assertThatCode(() -> parseOrRefuse(damaged)).doesNotThrowAnyException();
        });
  }

  @Test
  void theTokenIsNeverShown() {
    assertThat(MESSAGE.toString()).doesNotContain("AQGAAXi").contains("eu-west-1");
  }

  @Test
  void theTopicIsTheThingsOwn() {
    assertThat(NotifyMessage.topic("RemoteThing1"))
        .isEqualTo("$aws/things/RemoteThing1/tunnels/notify");
  }

  private static NotifyMessage parse(String json) {
    return NotifyMessage.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void parseOrRefuse(byte[] bytes) {
    try {
      NotifyMessage.parse(bytes);
    } catch (InvalidNotifyMessageException e) {
      // As it should be.
    }
  }
}
