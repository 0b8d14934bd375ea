package io.adit.server;

import io.adit.server.api.AwsAccount;
import io.adit.server.api.Subjects;
import io.adit.server.api.access.AccessOperations;
import io.adit.server.auth.AccessKeys;
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

  static AccessParts of(
      Database database,
      AccessKeys keys,
      AwsAccount account,
      TunnelRegistry tunnels,
      ThingGroups groups,
      Clock clock) {
    var book = new PolicyBook(new SqlPolicies(database), clock);
    var subjects = new Subjects(account, tunnels, groups::of);
    var place = new Principals.Place(account.partition(), account.region(), account.account());
    return new AccessParts(
        book,
        new Principals(book, place, clock),
        keys,
        subjects,
        new DataPlaneGuard(book, subjects::connection, account.region(), clock));
  }

  AccessOperations operations() {
    return new AccessOperations(book, principals, keys, subjects);
  }
}
