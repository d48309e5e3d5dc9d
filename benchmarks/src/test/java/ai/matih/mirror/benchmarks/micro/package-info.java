@NullMarked
package ai.matih.mirror.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
