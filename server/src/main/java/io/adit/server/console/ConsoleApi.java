package io.adit.server.console;

import io.adit.server.api.NamedCalls;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.http.Reply;
import io.adit.server.principal.Principals;
import io.adit.server.user.Session;
import io.adit.server.user.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What pages ask, below {@code /console/api/}. */
final class ConsoleApi {
  static final String PREFIX = "/console/api/";

  private static final String GET = "GET";

  private final List<Endpoint> endpoints;
  private final Sessions sessions;
  private final Principals principals;
  private final SignInPages signIn;
  private final NamedCalls calls;

  /**
   * @param others the endpoints beside those that are here
   */
  ConsoleApi(
      ConsoleParts.People people, SignInPages signIn, NamedCalls calls, List<Endpoint> others) {
    this.sessions = people.sessions();
    this.principals = people.principals();
    this.signIn = signIn;
    this.calls = calls;
    this.endpoints =
        Stream.of(signIn.endpoints(), List.of(Endpoint.of("POST", "call/*/*", this::call)), others)
            .flatMap(List::stream)
            .toList();
  }

  Reply handle(ApiRequest request) {
    List<String> path = Endpoint.segments(request.path().substring(PREFIX.length()));
    List<Endpoint> there = endpoints.stream().filter(each -> each.match(path).isPresent()).toList();
    if (there.isEmpty()) {
      throw ConsoleException.notFound("There is nothing at " + PREFIX + " of this name");
    }
    Endpoint endpoint =
        there.stream()
            .filter(each -> each.method().equals(request.method()))
            .findFirst()
            .orElseThrow(() -> wrongMethod(there));
    if (!endpoint.method().equals(GET)) {
      PageGuard.check(request);
    }
    Optional<Session> session = Cookies.value(request, Cookies.SESSION).flatMap(sessions::use);
    if (session.isEmpty() && !endpoint.isOpen()) {
      return signIn.needed();
    }
    List<String> names = endpoint.match(path).orElseThrow();
    return endpoint.answer().apply(new Asked(request, names, session.orElse(null), principals));
  }

  private Reply call(Asked asked) {
    ApiRequest request = asked.request();
    var call = new NamedCalls.Call(asked.name(0), asked.name(1), request.body(), asked.origin());
    ApiResponse answer = calls.run(call, asked.caller());
    return Answers.json(answer.status(), answer.headers(), answer.body());
  }

  private static ConsoleException wrongMethod(List<Endpoint> there) {
    String allowed = there.stream().map(Endpoint::method).collect(Collectors.joining(", "));
    return new ConsoleException(
        405, "MethodNotAllowed", "This takes " + allowed, Map.of("Allow", allowed));
  }
}
