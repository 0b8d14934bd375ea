/**
 * What clients of a server did and saw, and the rules that it must keep. {@link
 * io.adit.faults.history.Recorder} takes {@link io.adit.faults.history.Event}s from any thread;
 * {@link io.adit.faults.history.History} is all of them, put in order; {@link
 * io.adit.faults.history.Rules} finds each {@link io.adit.faults.history.Violation}. No sockets,
 * threads or clock: tests give it histories that are wrong.
 */
@NullMarked
package io.adit.faults.history;

import org.jspecify.annotations.NullMarked;
