@NullMarked
package ai.matih.mirror.test;

import org.jspecify.annotations.NullMarked;
