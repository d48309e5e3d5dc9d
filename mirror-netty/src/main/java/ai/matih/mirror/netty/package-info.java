/** Mirrors what a Netty server pipeline serves: {@link ai.matih.mirror.netty.MirrorHandler}. */
@NullMarked
package ai.matih.mirror.netty;

import org.jspecify.annotations.NullMarked;
