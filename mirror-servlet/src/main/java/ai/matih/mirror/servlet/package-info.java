/**
 * Mirrors the traffic of a servlet container: {@link ai.matih.mirror.servlet.MirrorFilter} is all
 * that a user meets.
 */
@NullMarked
package ai.matih.mirror.servlet;

import org.jspecify.annotations.NullMarked;
