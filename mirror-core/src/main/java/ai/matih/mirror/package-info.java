/**
 * Copies a share of a service's live HTTP traffic to a second service.
 *
 * <h2>Starting points</h2>
 *
 * A user meets {@link ai.matih.mirror.MirrorConfig}, {@link ai.matih.mirror.TrafficMirror} and an
 * adapter. An adapter's author meets {@link ai.matih.mirror.RequestView} and {@link
 * ai.matih.mirror.Capture}; who sends copies elsewhere than to an HTTP service, {@link
 * ai.matih.mirror.MirrorDispatcher}.
 */
@NullMarked
package ai.matih.mirror;

import org.jspecify.annotations.NullMarked;
