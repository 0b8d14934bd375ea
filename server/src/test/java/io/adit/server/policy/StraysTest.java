package io.adit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ARNs can match nothing on a server, and what is said of them. */
class StraysTest {
  private static final Place HERE = new Place("aws", "us-east-1", "000000000000");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "arn:aws:iot:us-east-1:000000000000:tunnel/*",
        "arn:aws:iot:us-east-1:000000000000:thing/pump-7",
        "arn:aws:iot:us-east-1:000000000000:*",
        "arn:aws:iot:*:*:thinggroup/pumps",
        "arn:aws*:iot:*:*:tunnel/*",
        "arn:aws:iot:us-*-?:000000000000:cert/*",
        "arn:aws:iam::*:user/${aws:username}",
        "arn:aws:iam::000000000000:policy/pumps",
        "arn:aws:iot:${aws:RequestedRegion}:000000000000:tunnel/*"
      })
  void whatCanMatchIsNotMentioned(String arn) {
    assertThat(read("'Resource':'%s'".formatted(arn)).strays(HERE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:iot:eu-west-1:000000000000:tunnel/* | the region 'eu-west-1' instead of 'us-east-1'",
        "arn:aws:iot:us-east-1:123456789012:thing/* "
            + "| the account '123456789012' instead of '000000000000'",
        "arn:aws-cn:iot:*:*:tunnel/* | the partition 'aws-cn' instead of 'aws'",
        "arn:aws:s3:::bucket/* | the service 's3' instead of 'iot'",
        "arn:aws:iam::123456789012:user/* "
            + "| the account '123456789012' instead of '000000000000'",
        "arn:aws:iam:us-east-1:000000000000:user/* | the region 'us-east-1' instead of ''",
        "arn:aws*:iot:eu-west-1:*:tunnel/* | the region 'eu-west-1' instead of 'us-east-1'"
      })
  void whatCannotMatchIsNamedWithWhatIsDifferent(String arn, String difference) {
    assertThat(read("'Resource':'%s'".formatted(arn)).strays(HERE))
        .containsExactly(
            "Statement 1: Resource " + arn + " can match nothing here: it has " + difference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iot:us-east-1:000000000000:topic/a",
        "arn:aws:iot:us-east-1:000000000000:tunnel",
        "arn:aws:iam::000000000000:role/admin"
      })
  void aKindThatIsNotHereIsNamedWithThoseThatAre(String arn) {
    assertThat(read("'Resource':'%s'".formatted(arn)).strays(HERE))
        .singleElement()
        .asString()
        .contains(arn, "arn:aws:iot:us-east-1:000000000000:tunnel/", "arn:aws:iam::");
  }

  @Test
  void conditionsAndExceptionsAreLookedAtToo() {
    PolicyDocument document =
        read(
            "'NotResource':['arn:aws:iot:us-east-1:000000000000:thing/door-1',"
                + "'arn:aws:iot:us-east-2:000000000000:thing/door-1'],'Condition':{"
                + "'ForAnyValue:StringLike':{'iot:ThingGroupArn':["
                + "'arn:aws:iot:us-east-1:000000000000:thinggroup/A*',"
                + "'arn:aws:iot:us-east-1:1:thinggroup/A*']},"
                + "'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::1:user/a'},"
                + "'StringLike':{'aws:username':'arn:aws:iam::1:user/a'},"
                + "'Null':{'iot:ThingGroupArn':'false'}}");

    assertThat(document.strays(HERE))
        .containsExactly(
            "Statement 1: NotResource arn:aws:iot:us-east-2:000000000000:thing/door-1 can match"
                + " nothing here: it has the region 'us-east-2' instead of 'us-east-1'",
            "Statement 1: ForAnyValue:StringLike iot:ThingGroupArn:"
                + " arn:aws:iot:us-east-1:1:thinggroup/A* can match nothing here: it has the"
                + " account '1' instead of '000000000000'",
            "Statement 1: ArnNotLike aws:PrincipalArn: arn:aws:iam::1:user/a can match nothing"
                + " here: it has the account '1' instead of '000000000000'");
  }

  /** What the form can match is no stray, whatever the form: so no warning is ever wrong. */
  @Test
  void aWarningIsNeverWrong() {
    String[] ends = {"", "x", "pump-7", "a:b"};
    String[] arns =
        HERE.beginnings()
            .flatMap(each -> Arrays.stream(ends).map(each::concat))
            .toArray(String[]::new);
    var random = new Random(7);
    int matching = 0;
    for (int i = 0; i < 20_000; i++) {
      String arn = arns[random.nextInt(arns.length)];
      StringBuilder form = new StringBuilder();
      for (int at = 0; at < arn.length(); at++) {
        switch (random.nextInt(12)) {
          case 0 -> {
            form.append('*');
            at += random.nextInt(20);
          }
          case 1 -> form.append('?');
          default -> form.append(arn.charAt(at));
        }
      }
      Glob glob = Template.of(form.toString()).loosely();
      if (glob.matches(arn)) {
        matching++;
        assertThat(HERE.beginnings())
            .as("%s for %s", form, arn)
            .anyMatch(beginning -> glob.mayMatch(beginning, Place.IN_NO_NAME));
      }
    }
    assertThat(matching).isGreaterThan(1_000);
  }

  private static PolicyDocument read(String members) {
    return PolicyDocument.read(
        ("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'iot:*'," + members + "}}")
            .replace('\'', '"'));
  }
}
