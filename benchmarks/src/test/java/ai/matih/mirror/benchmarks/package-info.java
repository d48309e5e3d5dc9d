@NullMarked
package ai.matih.mirror.benchmarks;

import org.jspecify.annotations.NullMarked;
