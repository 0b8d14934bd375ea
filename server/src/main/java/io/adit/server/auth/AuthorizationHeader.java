package io.adit.server.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} header of Signature Version 4.
 *
 * <pre>
 * AWS4-HMAC-SHA256 Credential=ID/20150830/us-east-1/service/aws4_request, SignedHeaders=a;b, Signature=hex
 * </pre>
 *
 * @param signedHeaders names in lower case, in the order they were signed in
 */
record AuthorizationHeader(
    String accessKeyId, CredentialScope scope, List<String> signedHeaders, String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern FORM = Pattern.compile("\\s*(\\S+)(?:\\s+(.*?))?\\s*");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9-]{1,32}");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
  private static final List<String> PARAMETERS =
      List.of("Credential", "Signature", "SignedHeaders");

  static AuthorizationHeader parse(String header) {
    Matcher form = FORM.matcher(header);
    if (!form.matches() || !form.group(1).equals(ALGORITHM)) {
      throw AuthenticationException.incomplete(unsupported(form));
    }
    Map<String, String> parameters = parameters(Optional.ofNullable(form.group(2)).orElse(""));
    String missing =
        PARAMETERS.stream()
            .filter(name -> parameters.getOrDefault(name, "").isEmpty())
            .map("Authorization header requires '%s' parameter."::formatted)
            .collect(Collectors.joining(" "));
    if (!missing.isEmpty()) {
      throw AuthenticationException.incomplete(missing);
    }
    String[] credential = credential(parameters.getOrDefault("Credential", ""));
    return new AuthorizationHeader(
        credential[0],
        new CredentialScope(credential[1], credential[2], credential[3]),
        signedHeaders(parameters.getOrDefault("SignedHeaders", "")),
        parameters.getOrDefault("Signature", ""));
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        continue; // a missing one is reported by its name
      }
      String name = part.substring(0, equals).strip();
      @Nullable String earlier = parameters.put(name, part.substring(equals + 1).strip());
      if (earlier != null && PARAMETERS.contains(name)) {
        throw AuthenticationException.incomplete(
            "Authorization header has more than one '" + name + "' parameter.");
      }
    }
    return parameters;
  }

  private static String[] credential(String text) {
    String[] elements = text.split("/", -1);
    if (elements.length != 5 || Stream.of(elements).anyMatch(String::isEmpty)) {
      throw AuthenticationException.incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/aws4_request, got '"
              + text
              + "'.");
    }
    if (!elements[4].equals(CredentialScope.TERMINATOR)) {
      throw AuthenticationException.invalid(
          "Credential should be scoped with a valid terminator: '%s', not '%s'."
              .formatted(CredentialScope.TERMINATOR, elements[4]));
    }
    return elements;
  }

  private static List<String> signedHeaders(String text) {
    List<String> names = List.of(text.split(";", -1));
    for (String name : names) {
      if (!HEADER_NAME.matcher(name).matches()) {
        throw AuthenticationException.incomplete(
            "SignedHeaders must be header names in lower case, separated by ';', got '"
                + text
                + "'.");
      }
    }
    return names;
  }

  // A header that is no scheme and its parameters may be a bare secret: it is not repeated.
  private static String unsupported(Matcher form) {
    String wanted = "This service takes '" + ALGORITHM + "' in the Authorization header";
    if (form.matches() && form.group(2) != null && SCHEME.matcher(form.group(1)).matches()) {
      return "Unsupported AWS 'algorithm': '" + form.group(1) + "'. " + wanted + ".";
    }
    return wanted + ", followed by Credential, SignedHeaders and Signature.";
  }
}
