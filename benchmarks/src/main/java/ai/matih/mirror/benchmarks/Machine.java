package ai.matih.mirror.benchmarks;

import ai.matih.mirror.TrafficMirror;
import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.catalina.util.ServerInfo;

/** Where and with what something was measured, in one line. */
final class Machine {
  private Machine() {}

  static String describe() throws IOException {
    return String.join(
        ", ",
        LocalDate.now(ZoneOffset.UTC).toString(),
        Runtime.getRuntime().availableProcessors() + " processors (" + processor() + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "JDK " + Runtime.version(),
        ServerInfo.getServerInfo(),
        "Netty " + version("netty-transport"),
        "reactor-netty " + version(reactor.netty.http.client.HttpClient.class),
        "Apache HttpClient "
            + version(org.apache.hc.client5.http.impl.async.HttpAsyncClients.class),
        "mirror " + version(TrafficMirror.class));
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String version(String artifact) {
    Version version = Version.identify().get(artifact);
    return version == null ? "" : version.artifactVersion();
  }

  /** From the name of the class's jar; a directory of classes has none. */
  private static String version(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.endsWith(".jar") ? jar.replaceAll(".*?-(\\d[^/]*)\\.jar", "$1") : "of this tree";
  }
}
