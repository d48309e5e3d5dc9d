@NullMarked
package ai.matih.mirror.dispatch;

import org.jspecify.annotations.NullMarked;
