/**
 * The contract that every adapter keeps, as tests: extend {@link
 * ai.matih.mirror.test.MirrorContract}.
 *
 * <p>Everything that was or will be on a wire is a string of Latin-1 characters here, one for each
 * byte.
 */
@NullMarked
package ai.matih.mirror.test;

import org.jspecify.annotations.NullMarked;
