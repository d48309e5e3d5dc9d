/**
 * The end-to-end harness: services with and without a mirror, each in a JVM of its own, under one
 * load, beside the floor and the clients that one would take instead.
 */
@NullMarked
package ai.matih.mirror.benchmarks;

import org.jspecify.annotations.NullMarked;
