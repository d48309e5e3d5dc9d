/** A demonstration that runs: a service, its mirror, real requests, and a report that adds up. */
@NullMarked
package ai.matih.mirror.examples;

import org.jspecify.annotations.NullMarked;
