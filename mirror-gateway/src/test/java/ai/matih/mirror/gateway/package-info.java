@org.jspecify.annotations.NullMarked
package ai.matih.mirror.gateway;
