package io.adit.cli.ssh;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal's interrupt key, which reaches every process in front of it: while a child runs, it
 * is the child's. (sftp, for one, ends the transfer and goes on.)
 */
final class Interrupts {
  private static final Logger log = LoggerFactory.getLogger(Interrupts.class);

  private Interrupts() {}

  /**
   * From now on this process does not end of it. By reflection: the compiler warns of the class.
   */
  static void leaveToTheChild() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler nothing = (_, _, _) -> null;
      Object ignoring =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, nothing);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ignoring);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("An interrupt ends adit before the child: {}", e.toString());
    }
  }
}
