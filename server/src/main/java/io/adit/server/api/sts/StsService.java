package io.adit.server.api.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.api.ApiError;
import io.adit.server.api.ApiException;
import io.adit.server.api.ApiException.Fault;
import io.adit.server.api.ApiService;
import io.adit.server.api.AwsAccount;
import io.adit.server.api.Failure;
import io.adit.server.auth.AuthenticationException;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** AWS STS: {@code POST /} with a form, {@code Action} in it, answered in XML. */
public final class StsService implements ApiService {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String IDENTITY = "GetCallerIdentity";
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final AwsAccount account;

  public StsService(AwsAccount account) {
    this.account = account;
  }

  @Override
  public String name() {
    return "sts";
  }

  @Override
  public List<String> signingNames() {
    return List.of("sts");
  }

  @Override
  public boolean takes(ApiRequest request) {
    String contentType = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    return request.path().equals("/") && contentType.startsWith(FORM);
  }

  @Override
  public Call read(ApiRequest request) {
    return new Call(
        parts(request).anyMatch(("Action=" + IDENTITY)::equals) ? IDENTITY : "",
        Map::of,
        caller -> {
          requireKnown(action(request));
          return response(200, identity(caller, request.requestId()));
        });
  }

  private static void requireKnown(String action) {
    if (!action.equals(IDENTITY)) {
      throw new ApiException(
          Fault.UNKNOWN_OPERATION,
          "There is no action '" + action + "' here; there is " + IDENTITY + ".");
    }
  }

  private static String action(ApiRequest request) {
    return parts(request)
        .filter(part -> part.startsWith("Action="))
        .map(part -> decoded(part.substring("Action=".length())))
        .findFirst()
        .orElse("");
  }

  private static Stream<String> parts(ApiRequest request) {
    return Stream.of(new String(request.body(), UTF_8).split("&", -1));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(Fault.UNREADABLE_INPUT, "The form cannot be read.");
    }
  }

  private String identity(Caller caller, String requestId) {
    return """
    <GetCallerIdentityResponse xmlns="%s">
      <GetCallerIdentityResult>
        <Arn>%s</Arn>
        <UserId>%s</UserId>
        <Account>%s</Account>
      </GetCallerIdentityResult>
      <ResponseMetadata>
        <RequestId>%s</RequestId>
      </ResponseMetadata>
    </GetCallerIdentityResponse>
    """
        .formatted(
            NAMESPACE,
            escaped(account.globalArn("iam", "user/" + caller.user())),
            escaped(caller.user()),
            account.account(),
            escaped(requestId));
  }

  @Override
  public ApiError error(Throwable thrown) {
    return switch (thrown) {
      case ApiException e ->
          switch (e.fault()) {
            case INVALID_INPUT -> new ApiError("ValidationError", 400);
            case UNREADABLE_INPUT -> new ApiError("MalformedQueryString", 400);
            case UNKNOWN_OPERATION -> new ApiError("InvalidAction", 400);
          };
      case AuthenticationException e ->
          switch (e.reason()) {
            case MISSING -> new ApiError("MissingAuthenticationToken", 403);
            case INCOMPLETE -> new ApiError("IncompleteSignature", 403);
            case UNKNOWN_KEY -> new ApiError("InvalidClientTokenId", 403);
            case INVALID -> new ApiError("SignatureDoesNotMatch", 403);
          };
      default -> new ApiError("InternalFailure", 500);
    };
  }

  @Override
  public ApiResponse refuse(Failure failure) {
    ApiError error = failure.error();
    String body =
        """
        <ErrorResponse xmlns="%s">
          <Error>
            <Type>%s</Type>
            <Code>%s</Code>
            <Message>%s</Message>
          </Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
            .formatted(
                NAMESPACE,
                error.status() < 500 ? "Sender" : "Receiver",
                error.type(),
                escaped(failure.message()),
                escaped(failure.requestId()));
    return response(error.status(), body);
  }

  private static ApiResponse response(int status, String xml) {
    return new ApiResponse(status, Map.of("Content-Type", "text/xml"), xml.getBytes(UTF_8));
  }

  /** As XML 1.0 writes text; what it cannot write at all becomes a question mark. */
  private static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> xml.append("&amp;");
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            default -> xml.appendCodePoint(isXml(c) ? c : '?');
          }
        });
    return xml.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF);
  }
}
