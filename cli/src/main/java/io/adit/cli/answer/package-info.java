/** How commands that list and show things print what they found. */
@NullMarked
package io.adit.cli.answer;

import org.jspecify.annotations.NullMarked;
