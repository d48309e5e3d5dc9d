/** The steps on the primary's path and of the dispatcher, each by itself. */
@NullMarked
package ai.matih.mirror.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
