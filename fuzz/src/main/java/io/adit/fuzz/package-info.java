/**
 * What the tests of code that reads strangers' bytes share. A {@link io.adit.fuzz.FuzzTarget} is
 * such code with what must hold for every input; a {@link io.adit.fuzz.Corpus} is its inputs in the
 * tree; {@link io.adit.fuzz.FuzzRun} mutates them. The targets themselves stand beside the code
 * that they call, in its module's tests, where Jazzer finds them too (docs/testing.md, "Fuzzing").
 */
@NullMarked
package io.adit.fuzz;

import org.jspecify.annotations.NullMarked;
