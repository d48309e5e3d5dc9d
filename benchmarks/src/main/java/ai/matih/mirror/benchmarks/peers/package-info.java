/** What one would write with other clients: bounded, pooled, never in the primary's way. */
@NullMarked
package ai.matih.mirror.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
