package io.adit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.policy.PolicyDocument.Use;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a policy, and what its writer is told otherwise. */
class PolicyDocumentTest {
  private static final String GOOD =
      "{'Version':'2012-10-17','Id':'x','Statement':{'Sid':'Open','Effect':'Allow',"
          + "'Action':['iot:Open*','iot:?loseTunnel'],'Resource':'arn:aws:iot:*:*:tunnel/*',"
          + "'Condition':{'StringLike':{'aws:ResourceTag/Owner':'a*'},'Bool':{'aws:SecureTransport':true}}}}";

  @Test
  void aGoodPolicyIsReadWithoutProblems() {
    assertThat(PolicyDocument.readStrictly(json(GOOD)).statements()).hasSize(1);
  }

  // What is replaced in the good one, by what, and what is said then.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'Statement' | 'Statment' | A policy has no member 'Statment'; it has [Version, Id, Statement]",
        "2012-10-17 | 2020-01-01 | Version is \"2020-01-01\"; there are \"2012-10-17\"",
        "'Allow' | 'allow' | Statement Open: Effect is \"allow\"; it is \"Allow\" or \"Deny\"",
        "'Effect':'Allow', | ~~ | Statement Open has no Effect: it is \"Allow\" or \"Deny\"",
        "'Effect' | 'effect' | Statement Open has no member 'effect'; it has [Sid, Effect,",
        "'Sid':'Open' | 'Sid':'Open it' | Statement 1: Sid is \"Open it\"; it has letters and digits only",
        "'Action' | 'NotPrincipal' | Statement Open has no member 'NotPrincipal'",
        "'Resource':'arn:aws:iot:*:*:tunnel/*' | 'Resource':[] | Statement Open: Resource is an empty list",
        "'Resource':'arn:aws:iot:*:*:tunnel/*', | ~~ | Statement Open has neither Resource nor NotResource: it needs one",
        "'Resource' | 'NotResource':'*','Resource' | Statement Open has both Resource and NotResource: it needs one",
        "arn:aws:iot:*:*:tunnel/* | tunnel/* | Statement Open: Resource has 'tunnel/*'; a resource is * or an ARN such as",
        "iot:Open* | OpenTunnel | Statement Open: Action has 'OpenTunnel'; an action is such as iot:OpenTunnel",
        "'iot:Open*' | 7.5 | Statement Open: Action has '7.5'",
        "'iot:Open*' | {} | Statement Open: Action is [{},\"iot:?loseTunnel\"]; it is a text or a list of them",
        "{'Sid' | [],'X':{'Sid' | A policy has no member 'X'",
        "'Sid':'Open', | 'Sid':'Open','Sid':'Open', | The policy is not JSON: Duplicate field 'Sid'",
        "'Id':'x', | 'Id':'x' | The policy is not JSON: Unexpected character",
        "StringLike | StringLikes | Statement Open: there is no operator 'StringLikes'; known are [StringEquals,",
        "StringLike | ForSomeValue:StringLike | Statement Open: there is no operator 'ForSomeValue:StringLike'",
        "aws:ResourceTag/Owner | aws:MultiFactorAuthPresent | Statement Open: there is no condition key 'aws:MultiFactorAuthPresent'; known are [aws:username,",
        "aws:ResourceTag/Owner | aws:ResourceTag/ | there is no condition key 'aws:ResourceTag/'",
        "aws:ResourceTag/Owner | aws:TagKeys | aws:TagKeys can have several values: write ForAnyValue:StringLike or ForAllValues:StringLike",
        "StringLike | IpAddress | aws:ResourceTag/Owner has 'a*', and IpAddress takes an IP address or a range",
        "StringLike | DateLessThan | aws:ResourceTag/Owner has 'a*', and DateLessThan takes a time",
        "StringLike | NumericEquals | NumericEquals takes a number",
        "StringLike | Null | aws:ResourceTag/Owner has 'a*', and Null takes true or false",
        "StringLike | ForAnyValue:Null | 'ForAnyValue:Null' means nothing",
        "StringLike | ArnLike | ArnLike takes an ARN of six parts",
        "'a*' | '${aws:user}' | there is no variable '${aws:user}'; known are",
        "'a*' | '${aws:username' | '${aws:username' has a variable that is not closed",
        "{'Version':'2012-10-17', | {'X':1, | A policy has no member 'X'",
      })
  void aPoliciesWriterIsToldWhatIsWrongAndWhere(String part, String by, String message) {
    String bad = GOOD.replace(part, by);
    assertThat(bad).isNotEqualTo(GOOD);

    assertThatThrownBy(() -> PolicyDocument.readStrictly(json(bad)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void variablesNeedTheVersionThatHasThem() {
    String old = GOOD.replace("2012-10-17", "2008-10-17").replace("'a*'", "'${aws:username}'");

    assertThat(PolicyDocument.read(json(old)).problems())
        .containsExactly(
            "Statement Open: '${aws:username}' has a variable, and those need \"Version\": \"2012-10-17\"");
  }

  @Test
  void aBombIsRefusedByItsSizeAndDepth() {
    String deep = "{'Statement':" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String long_ = GOOD.replace("'x'", "'" + "x".repeat(30_000) + "'");

    assertThatThrownBy(() -> PolicyDocument.read(json(deep))).isInstanceOf(PolicyException.class);
    assertThatThrownBy(() -> PolicyDocument.read(json(long_)))
        .hasMessageStartingWith("A policy has at most 20480 characters, and this one 30");
  }

  @Test
  void aPrincipalIsForTheDataPlaneAndKeysOfCallsAreNot() {
    String connect = GOOD.replace("'Action'", "'Principal':{'AWS':'*'},'Action'");
    String user = GOOD.replace("'a*'", "'${aws:username}'");

    PolicyDocument.readStrictly(json(connect)).requireUsableFor(Use.CONNECTIONS);
    assertThatThrownBy(() -> PolicyDocument.read(json(connect)).requireUsableFor(Use.CALLS))
        .hasMessageContaining(
            "Statement Open has a Principal, which belongs in policies of the data");
    assertThatThrownBy(() -> PolicyDocument.read(json(user)).requireUsableFor(Use.CONNECTIONS))
        .hasMessageContaining("Statement Open names a key of calls");
    assertThatCode(() -> PolicyDocument.read(json(user)).requireUsableFor(Use.CALLS))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> PolicyDocument.read(json(connect.replace("'*'}", "'123456789012'}"))))
        .hasMessageContaining("it can be \"*\" only");
  }

  @Test
  void whatIsNotUnderstoodAllowsNothingAndDeniesAll() {
    // Given
    String odd = GOOD.replace("aws:ResourceTag/Owner", "aws:Unheard");
    Policies allow = policies("{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}");
    Ask ask = ask("iot:OpenTunnel", "arn:aws:iot:us-east-1:000000000000:tunnel/*");

    // Then
    assertThat(policies(odd).decide(ask)).isInstanceOf(Decision.NotAllowed.class);
    assertThat(policies(odd).explain(ask).getFirst().verdict())
        .startsWith(
            "is not understood, so it allows nothing: there is no condition key 'aws:Unheard'");
    Policies denied = allow.and(policies(odd.replace("'Allow'", "'Deny'")).all());
    assertThat(denied.decide(ask)).isInstanceOf(Decision.ExplicitlyDenied.class);
    assertThat(denied.decide(ask("iot:DescribeTunnel", "*")).isAllowed()).isTrue();
    Policies broken = allow.and(kept("not json").all());
    assertThat(broken.decide(ask)).isInstanceOf(Decision.ExplicitlyDenied.class);
  }

  static Policies policies(String document) {
    return kept(json(document));
  }

  private static Policies kept(String document) {
    return new Policies(List.of(new Policies.Named("tested", PolicyDocument.readKept(document))));
  }

  static Ask ask(String action, String resource) {
    return Ask.of(action, Subject.of(resource), Facts.NONE);
  }

  /** With double quotes. */
  static String json(String text) {
    return text.replace('\'', '"');
  }
}
