/**
 * The dispatcher that sends copies over HTTP/1.1, implemented against the exported API alone.
 *
 * <p>Everything that concerns one target happens on one event loop, so that nothing here needs a
 * lock: a pool takes copies over from any thread, and from there on a copy, its connection and its
 * response stay on the pool's loop.
 */
@NullMarked
package ai.matih.mirror.dispatch;

import org.jspecify.annotations.NullMarked;
