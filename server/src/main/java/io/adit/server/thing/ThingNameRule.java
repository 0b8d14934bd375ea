package io.adit.server.thing;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * Where a certificate says which thing it belongs to: a field, and what stands in it around the
 * thing's name.
 *
 * <pre>
 *   cn                                      the common name is the thing's name
 *   cn=device-{thing}                       behind "device-"
 *   dns={thing}.devices.example.com         in an alternative name of the DNS
 *   uri=spiffe://example.com/thing/{thing}  in an alternative name that is a URI
 *   none                                    nowhere: certificates are registered one by one
 * </pre>
 */
public record ThingNameRule(Field field, String before, String after) {
  /** The rule where none is given: as AWS's own templates have it. */
  public static final ThingNameRule COMMON_NAME = new ThingNameRule(Field.CN, "", "");

  private static final String THING = "{thing}";
  private static final Pattern FORM =
      Pattern.compile("(cn|dns|uri|none)(?:=([^{}]*)\\{thing}([^{}]*))?");
  private static final int MOST_CHARS = 512;

  // The type numbers of RFC 5280's GeneralName, as X509Certificate gives them out.
  private static final int DNS = 2;
  private static final int URI = 6;

  /** A field of a certificate. */
  public enum Field {
    CN,
    DNS,
    URI,
    NONE
  }

  /** The rule in a text; empty where the text is none. */
  public static Optional<ThingNameRule> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MOST_CHARS || !form.matches()) {
      return Optional.empty();
    }
    Field field = Field.valueOf(form.group(1).toUpperCase(Locale.ROOT));
    boolean isPlain = form.group(2) == null;
    if (field == Field.NONE && !isPlain) {
      return Optional.empty();
    }
    return Optional.of(
        isPlain
            ? new ThingNameRule(field, "", "")
            : new ThingNameRule(field, form.group(2), form.group(3)));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String name = field.name().toLowerCase(Locale.ROOT);
    return before.isEmpty() && after.isEmpty() ? name : name + "=" + before + THING + after;
  }

  /** The thing that the certificate names; empty where it names none, or more than one. */
  public Optional<String> thingName(X509Certificate certificate) {
    List<String> names =
        values(certificate).flatMap(value -> inside(value).stream()).distinct().limit(2).toList();
    return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
  }

  private Optional<String> inside(String value) {
    if (value.length() < before.length() + after.length()
        || !value.startsWith(before)
        || !value.endsWith(after)) {
      return Optional.empty();
    }
    String name = value.substring(before.length(), value.length() - after.length());
    return Thing.isName(name) ? Optional.of(name) : Optional.empty();
  }

  private Stream<String> values(X509Certificate certificate) {
    return switch (field) {
      case CN -> commonNames(certificate.getSubjectX500Principal());
      case DNS -> alternativeNames(certificate, DNS);
      case URI -> alternativeNames(certificate, URI);
      case NONE -> Stream.empty();
    };
  }

  private static Stream<String> commonNames(X500Principal subject) {
    try {
      return new LdapName(subject.getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .filter(part -> part.getValue() instanceof String)
              .map(part -> (String) part.getValue());
    } catch (InvalidNameException e) {
      return Stream.empty();
    }
  }

  private static Stream<String> alternativeNames(X509Certificate certificate, int type) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Stream.empty()
          : names.stream()
              .filter(name -> name.get(0).equals(type))
              .map(name -> (String) name.get(1));
    } catch (CertificateParsingException e) {
      return Stream.empty();
    }
  }
}
