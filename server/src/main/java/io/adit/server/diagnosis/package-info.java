/**
 * What is the matter with a tunnel, in words.
 *
 * <p>{@link io.adit.server.diagnosis.Doctor} puts together what the registry keeps of a tunnel and
 * what the data plane knows of it at this moment ({@link io.adit.server.diagnosis.LiveTunnels}),
 * and whether the thing can be told its token ({@link io.adit.server.diagnosis.Notices}), and the
 * rules of {@code Findings} say of it, in sentences, why it is silent and what to do. The rules
 * know nothing but that state, so that each can be had in a test.
 *
 * <p>What the data plane knows lives in its memory and begins anew with the server.
 */
@NullMarked
package io.adit.server.diagnosis;

import org.jspecify.annotations.NullMarked;
