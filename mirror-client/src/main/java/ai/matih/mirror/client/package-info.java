/**
 * Configures mirroring on a gateway through its published API.
 *
 * <p>Start with {@link ai.matih.mirror.client.GatewayClient}; what goes wrong is a {@link
 * ai.matih.mirror.client.GatewayException}.
 */
@NullMarked
package ai.matih.mirror.client;

import org.jspecify.annotations.NullMarked;
