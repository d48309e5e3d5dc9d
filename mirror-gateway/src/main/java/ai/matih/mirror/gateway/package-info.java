/**
 * A small HTTP gateway that mirrors: {@link ai.matih.mirror.gateway.Gateway}, and the program
 * {@code gateway}.
 */
@NullMarked
package ai.matih.mirror.gateway;

import org.jspecify.annotations.NullMarked;
