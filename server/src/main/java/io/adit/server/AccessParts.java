package io.adit.server;

import io.adit.server.api.AwsAccount;
import io.adit.server.api.Subjects;
import io.adit.server.api.access.AccessOperations;
import io.adit.server.auth.AccessKeys;
import io.adit.server.policy.Place;
import io.adit.server.principal.DataPlaneGuard;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.Principals;
import io.adit.server.store.Database;
import io.adit.server.store.SqlPolicies;
import io.adit.server.thing.ThingGroups;
import io.adit.server.tunnel.ConnectGate;
import io.adit.server.tunnel.TunnelRegistry;
import java.time.Clock;

/** What has to do with who may do what. */
record AccessParts(
    PolicyBook book, Principals principals, AccessKeys keys, Subjects subjects, ConnectGate gate) {

  /** All policies, on a server whose place is known. */
  static PolicyBook book(Database database, AwsAccount account, Clock clock) {
    return new PolicyBook(new SqlPolicies(database), place(account), clock);
  }

  static AccessParts of(
      PolicyBook book,
      AccessKeys keys,
      AwsAccount account,
      TunnelRegistry tunnels,
      ThingGroups groups,
      Clock clock) {
    var subjects = new Subjects(account, tunnels, groups::of);
    return new AccessParts(
        book,
        new Principals(book, place(account), clock),
        keys,
        subjects,
        new DataPlaneGuard(book, subjects::connection, account.region(), clock));
  }

  private static Place place(AwsAccount account) {
    return new Place(account.partition(), account.region(), account.account());
  }

  AccessOperations operations() {
    return new AccessOperations(book, principals, keys, subjects);
  }
}
