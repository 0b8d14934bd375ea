package io.adit.server.console;

import io.adit.server.api.Subjects;
import io.adit.server.audit.record.AccountRecords;
import io.adit.server.auth.Actions;
import io.adit.server.auth.Role;
import io.adit.server.http.Reply;
import io.adit.server.principal.Principals;
import io.adit.server.user.Sessions;
import io.adit.server.user.User;
import io.adit.server.user.Users;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may sign in; for administrators. */
final class UserPages {
  private static final Logger LOG = LoggerFactory.getLogger(UserPages.class);

  private final Users users;
  private final Sessions sessions;
  private final Principals principals;
  private final AccountRecords records;
  private final Subjects subjects;

  private record NewUser(@Nullable String user, @Nullable String role, @Nullable String password) {}

  UserPages(ConsoleParts.People people, AccountRecords records, Subjects subjects) {
    this.users = people.users();
    this.sessions = people.sessions();
    this.principals = people.principals();
    this.records = records;
    this.subjects = subjects;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "users", this::list),
        Endpoint.of("POST", "users", this::create),
        Endpoint.of("DELETE", "users/*", this::remove));
  }

  private Reply list(Asked asked) {
    require(asked, "*");
    return Answers.ok(
        Map.of(
            "users",
            users.list().stream()
                .map(user ->
                    Map.of(
                        "user",
                        user.name(),
                        "role",
                        user.role().word(),
                        "createdAt",
                        user.createdAt()))
                .toList()));
  }

  private Reply create(Asked asked) {
    var given = asked.body(NewUser.class);
    require(asked, User.canonical(SignInPages.required("user", given.user())));
    String word = SignInPages.required("role", given.role());
    Role role =
        Role.of(word)
            .orElseThrow(() ->
                ConsoleException.badInput(
                    "There is no role '%s'; there are %s"
                        .formatted(word, Arrays.stream(Role.values()).map(Role::word).toList())));
    String name = SignInPages.required("user", given.user());
    String password = SignInPages.required("password", given.password());
    var user =
        records.change(
            asked.caller().user(),
            asked.origin(),
            new AccountRecords.Change("CreateUser", Map.of("user", name, "role", role.word())),
            () -> users.create(name, role, password));
    LOG.info(
        "{} made the user {}, {}, from {}",
        asked.caller().user(),
        user.name(),
        role.word(),
        asked.request().remoteAddress());
    return Answers.done();
  }

  private Reply remove(Asked asked) {
    String name = asked.name(0);
    require(asked, User.canonical(name));
    var _ =
        records.change(
            asked.caller().user(),
            asked.origin(),
            new AccountRecords.Change("DeleteUser", Map.of("user", name)),
            () -> {
              users.remove(name);
              sessions.endAll(name);
              principals.forget();
              return name;
            });
    LOG.info(
        "{} removed the user {}, from {}",
        asked.caller().user(),
        User.canonical(name),
        asked.request().remoteAddress());
    return Answers.done();
  }

  private void require(Asked asked, String name) {
    asked.caller().require(Actions.MANAGE_USERS, subjects.user(name));
  }
}
