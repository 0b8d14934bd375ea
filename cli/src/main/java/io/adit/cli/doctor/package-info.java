/**
 * {@code adit doctor}: asks Adit's server why a tunnel is silent and shows the answer.
 *
 * <p>{@code Diagnosis} is its answer, {@code Report} and {@code Overview} are the answer for
 * people.
 */
@NullMarked
package io.adit.cli.doctor;

import org.jspecify.annotations.NullMarked;
