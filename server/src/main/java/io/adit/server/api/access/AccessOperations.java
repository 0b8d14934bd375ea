package io.adit.server.api.access;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.auth.AccessKeys;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.Principals;
import java.util.List;
import java.util.stream.Stream;

/** All operations on who may do what. */
public record AccessOperations(
    PolicyBook book, Principals principals, AccessKeys keys, Subjects subjects) {

  public List<Operation<?>> all() {
    return Stream.of(
            new PolicyCalls(book, subjects).all(),
            new AccessKeyCalls(keys, book, subjects).all(),
            List.<Operation<?>>of(new PolicyTrial(book, principals, subjects).operation()))
        .flatMap(List::stream)
        .toList();
  }
}
