/**
 * What the tests of the relay have in common: clients of AWS's wire as they were observed ({@link
 * io.adit.models.client}), the stories that they play ({@link io.adit.models.story}), and sockets
 * for them ({@link io.adit.models.link}). Here is what stands at both ends of a tunnel: an
 * application's connection and its bytes.
 */
@NullMarked
package io.adit.models;

import org.jspecify.annotations.NullMarked;
