/** Tells how the answers of a second service differ from the first one's, one by one and in sum. */
@NullMarked
package ai.matih.mirror.compare;

import org.jspecify.annotations.NullMarked;
