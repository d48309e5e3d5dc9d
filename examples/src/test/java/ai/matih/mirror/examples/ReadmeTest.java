package ai.matih.mirror.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the README tells a reader to write compiles, and runs while an application starts. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TestFactory
  Stream<DynamicTest> everyBlockOfJavaRuns() throws IOException {
    List<Snippet> snippets = Snippet.in(Files.readString(README));
    assertThat(snippets).as("blocks of Java in the README").isNotEmpty();
    return snippets.stream()
        .map(snippet -> DynamicTest.dynamicTest("line " + snippet.line(), () -> run(snippet)));
  }

  private static void run(Snippet snippet) throws ReflectiveOperationException {
    SnippetScope scope = snippet.compile();
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("did not run"));
    Consumer<ServletContext> application =
        context -> thrown.set(catchThrowable(() -> scope.runIn(context)));

    try (Service service = new Service(application)) {
      assertThat(service.port()).isPositive();
      assertThat(thrown.get()).isNull();
    }
  }

  @Test
  void aBlockThatDoesNotCompileIsFound() {
    List<Snippet> snippets = Snippet.in("text\n\n```java\nmirror.noSuchMethod();\n```\n");

    assertThat(snippets).extracting(Snippet::line).containsExactly(3);
    assertThatThrownBy(() -> snippets.get(0).compile())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("noSuchMethod");
  }
}
