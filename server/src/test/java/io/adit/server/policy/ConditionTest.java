package io.adit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operator, with values that are there, are not, and are several. */
class ConditionTest {

  // The operator, its key, the policy's values, the call's values; and whether it holds.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "StringEquals | aws:username | ann | ann | true",
        "StringEquals | aws:username | ann,bob | bob | true",
        "StringEquals | AWS:UserName | ann | ann | true",
        "StringEquals | aws:username | ann | Ann | false",
        "StringEquals | aws:username | a* | ann | false",
        "StringEquals | aws:username | a* | a* | true",
        "StringEquals | aws:username | ann | - | false",
        "StringEqualsIfExists | aws:username | ann | - | true",
        "StringEqualsIfExists | aws:username | ann | bob | false",
        "StringNotEquals | aws:username | ann,bob | eve | true",
        "StringNotEquals | aws:username | ann,bob | bob | false",
        "StringNotEquals | aws:username | ann | - | true",
        "StringEqualsIgnoreCase | aws:username | ANN | ann | true",
        "StringNotEqualsIgnoreCase | aws:username | ANN | ann | false",
        "StringLike | aws:username | a*n | alban | true",
        "StringLike | aws:username | a?n | aan | true",
        "StringLike | aws:username | a?n | alban | false",
        "StringLike | aws:username | * | anything | true",
        "StringLike | aws:username | * | - | false",
        "StringNotLike | aws:username | a* | ann | false",
        "StringNotLike | aws:username | a* | - | true",
        "ArnLike | aws:PrincipalArn | arn:aws:iam::*:user/a* | arn:aws:iam::1:user/ann | true",
        "ArnEquals | aws:PrincipalArn | arn:aws:iam::*:user/a* | arn:aws:iam::1:user/ann | true",
        "ArnLike | aws:PrincipalArn | arn:*:user/ann:x:y:z | arn:aws:iam::1:user/ann | false",
        "ArnLike | aws:PrincipalArn | arn:aws:*:1:user/ann:z | arn:aws:iam::1:user/ann | false",
        "ArnNotLike | aws:PrincipalArn | arn:aws:iam::*:user/a* | arn:aws:iam::1:user/eve | true",
        "ArnNotEquals | aws:PrincipalArn | arn:aws:iam::1:user/eve | - | true",
        "Bool | aws:SecureTransport | true | true | true",
        "Bool | aws:SecureTransport | TRUE | true | true",
        "Bool | aws:SecureTransport | false | true | false",
        "Bool | iot:Delete | false | - | false",
        "BoolIfExists | iot:Delete | false | - | true",
        "Null | aws:ResourceTag/a | true | - | true",
        "Null | aws:ResourceTag/a | false | - | false",
        "Null | aws:ResourceTag/a | false | x | true",
        "Null | aws:TagKeys | true | a,b | false",
        "IpAddress | aws:SourceIp | 10.0.0.0/8 | 10.9.8.7 | true",
        "IpAddress | aws:SourceIp | 10.0.0.0/8,192.0.2.7 | 192.0.2.7 | true",
        "IpAddress | aws:SourceIp | 10.0.0.0/8 | 11.0.0.1 | false",
        "IpAddress | aws:SourceIp | 10.0.0.0/8 | 2001:db8::1 | false",
        "IpAddress | aws:SourceIp | 0.0.0.0/0 | 203.0.113.9 | true",
        "IpAddress | aws:SourceIp | 10.128.0.0/9 | 10.127.255.255 | false",
        "IpAddress | aws:SourceIp | 2001:db8::/33 | 2001:db8:7fff::1 | true",
        "IpAddress | aws:SourceIp | 2001:db8::/33 | 2001:db8:8000::1 | false",
        "IpAddress | aws:SourceIp | fe80::/10 | fe80::1%eth0 | true",
        "IpAddress | aws:SourceIp | 10.0.0.0/8 | localhost | false",
        "IpAddress | aws:SourceIp | 10.0.0.0/8 | - | false",
        "NotIpAddress | aws:SourceIp | 10.0.0.0/8 | 11.0.0.1 | true",
        "NotIpAddress | aws:SourceIp | 10.0.0.0/8 | 10.0.0.1 | false",
        "NotIpAddress | aws:SourceIp | 10.0.0.0/8 | - | true",
        "DateLessThan | aws:CurrentTime | 2026-12-01T00:00:00Z | 2026-11-30T23:59:59Z | true",
        "DateLessThan | aws:CurrentTime | 2026-12-01 | 2026-12-01T00:00:00Z | false",
        "DateLessThanEquals | aws:CurrentTime | 2026-12-01 | 2026-12-01T00:00:00Z | true",
        "DateGreaterThan | aws:CurrentTime | 2026-12-01T01:00:00+02:00 | 2026-11-30T23:00:01Z | true",
        "DateGreaterThanEquals | aws:CurrentTime | 1700000000 | 2023-11-14T22:13:20Z | true",
        "DateEquals | aws:CurrentTime | 1700000000 | 2023-11-14T22:13:20Z | true",
        "DateNotEquals | aws:CurrentTime | 1700000000 | 2023-11-14T22:13:21Z | true",
        "DateGreaterThan | aws:CurrentTime | 2026-12-01 | - | false",
        "NumericLessThan | aws:EpochTime | 1700000001 | 1700000000 | true",
        "NumericEquals | aws:EpochTime | 1700000000.0 | 1700000000 | true",
        "NumericNotEquals | aws:EpochTime | 1700000000 | 1700000000 | false",
        "NumericLessThanEquals | aws:EpochTime | 5 | 6 | false",
        "NumericGreaterThan | aws:EpochTime | 5 | 6 | true",
        "NumericGreaterThanEquals | aws:EpochTime | 6 | 6 | true",
        "ForAnyValue:StringEquals | aws:TagKeys | a,b | b,c | true",
        "ForAnyValue:StringEquals | aws:TagKeys | a,b | c,d | false",
        "ForAnyValue:StringEquals | aws:TagKeys | a,b | - | false",
        "ForAnyValue:StringNotEquals | aws:TagKeys | a | a,b | true",
        "ForAnyValue:StringNotEquals | aws:TagKeys | a | - | false",
        "ForAnyValue:StringLikeIfExists | aws:TagKeys | a* | - | true",
        "ForAllValues:StringEquals | aws:TagKeys | a,b | a | true",
        "ForAllValues:StringEquals | aws:TagKeys | a,b | a,c | false",
        "ForAllValues:StringEquals | aws:TagKeys | a,b | - | true",
        "ForAllValues:StringNotEquals | aws:TagKeys | a | b,c | true",
        "ForAllValues:StringNotEquals | aws:TagKeys | a | a,c | false",
      })
  void aConditionHoldsAsInAws(
      String operator, String key, String wanted, String given, boolean holds) {
    // Given
    List<String> values = given == null ? List.of() : List.of(given.split(","));
    Ask ask = Ask.of("iot:OpenTunnel", Subject.of("*"), Facts.NONE.and(key, values));

    // Then
    for (String effect : List.of("Allow", "Deny")) {
      Policies tested = policies(effect, operator, key, wanted.split(","));
      assertThat(tested.all().getFirst().document().problems()).isEmpty();
      assertThat(
              effect.equals("Allow")
                  ? tested.decide(ask).isAllowed()
                  : tested.decide(ask) instanceof Decision.ExplicitlyDenied)
          .isEqualTo(holds);
    }
  }

  @Test
  void whichOfTwoTagsIsMeantIsDecidedAgainstTheCaller() {
    // Given two tags that AWS does not tell apart
    Facts facts = Facts.of("aws:ResourceTag/owner", "ann").and("aws:ResourceTag/Owner", "eve");
    Ask ask = Ask.of("iot:OpenTunnel", Subject.of("*"), facts);

    // Then
    assertThat(policies("Allow", "StringEquals", "aws:ResourceTag/Owner", "ann").decide(ask))
        .isInstanceOf(Decision.NotAllowed.class);
    assertThat(policies("Deny", "StringEquals", "aws:ResourceTag/Owner", "ann").decide(ask))
        .isInstanceOf(Decision.ExplicitlyDenied.class);
  }

  @Test
  void variablesStandForTheCallersValuesAndNeverForWildcards() {
    assertThat(mayOpen("ann", "thing/${aws:username}-*", "thing/ann-1")).isTrue();
    assertThat(mayOpen("ann", "thing/${aws:username}-*", "thing/bob-1")).isFalse();
    assertThat(mayOpen("*", "thing/${aws:username}", "thing/bob")).isFalse();
    assertThat(mayOpen("ann", "thing/${*}", "thing/bob")).isFalse();
    assertThat(mayOpen("ann", "thing/${*}${?}${$}", "thing/*?$")).isTrue();
    assertThat(mayOpen("ann", "thing/${aws:ResourceTag/team, 'none'}", "thing/none")).isTrue();
    assertThat(mayOpen("ann", "thing/${aws:ResourceTag/team}", "thing/")).isFalse();
  }

  @Test
  void aVariableWithoutAValueDeniesWhereItsStatementDoes() {
    Policies tested =
        PolicyDocumentTest.policies(
            "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'arn:aws:iot:r:a:thing/${aws:ResourceTag/x}'}]}");

    assertThat(tested.decide(PolicyDocumentTest.ask("iot:OpenTunnel", "arn:aws:iot:r:a:thing/y")))
        .isInstanceOf(Decision.ExplicitlyDenied.class);
  }

  private static boolean mayOpen(String user, String pattern, String resource) {
    Policies tested =
        PolicyDocumentTest.policies(
            "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'iot:OpenTunnel','Resource':'arn:aws:iot:r:a:"
                + pattern.replace("'", "\\u0027")
                + "'}}");
    return tested
        .decide(
            Ask.of(
                "IOT:opentunnel",
                Subject.of("arn:aws:iot:r:a:" + resource),
                Facts.of("aws:username", user)))
        .isAllowed();
  }

  private static Policies policies(String effect, String operator, String key, String... wanted) {
    return PolicyDocumentTest.policies(
        "{'Version':'2012-10-17','Statement':{'Effect':'%s','Action':'*','Resource':'*','Condition':{'%s':{'%s':['%s']}}}}"
            .formatted(effect, operator, key, String.join("','", wanted)));
  }
}
