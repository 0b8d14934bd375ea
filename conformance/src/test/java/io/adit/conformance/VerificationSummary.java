package io.adit.conformance;

import io.adit.conformance.programs.OfficialLocalproxy;
import java.lang.reflect.AnnotatedElement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints, after the run, how many stories held with which version of which program. */
public final class VerificationSummary implements TestExecutionListener {
  private final Map<VerifiedWith.Client, Integer> held =
      new EnumMap<>(VerifiedWith.Client.class); // guarded by this

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
      clients(test.getSource()).forEach(client -> held.merge(client, 1, Integer::sum));
    }
  }

  private static Stream<VerifiedWith.Client> clients(Optional<TestSource> source) {
    return source
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(method -> Stream.<AnnotatedElement>of(method.getJavaMethod(), method.getJavaClass()))
        .orElseGet(Stream::empty)
        .map(element -> element.getAnnotation(VerifiedWith.class))
        .filter(mark -> mark != null)
        .flatMap(mark -> Stream.of(mark.value()))
        .distinct();
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    held.forEach((client, stories) ->
        System.out.printf("Verified with %s: %d stories%n", client.version(), stories));
    if (OfficialLocalproxy.path().isEmpty()) {
      System.out.println("Not run: the stories with AWS's localproxy; ADIT_LOCALPROXY names none");
    }
    held.clear();
  }
}
