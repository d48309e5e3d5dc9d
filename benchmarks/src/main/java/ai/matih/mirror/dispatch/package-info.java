/** In the dispatcher's own package, to reach its parts; only on the class path. */
@NullMarked
package ai.matih.mirror.dispatch;

import org.jspecify.annotations.NullMarked;
