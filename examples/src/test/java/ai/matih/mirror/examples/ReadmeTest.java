package ai.matih.mirror.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What the README tells a reader to write compiles, and runs while an application starts. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern WEB_XML =
      Pattern.compile("^```xml\\R(<filter>.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

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

  @Test
  void theFilterOfTheWebXmlStarts() throws Exception {
    Matcher block = WEB_XML.matcher(Files.readString(README));
    assertThat(block.find()).as("a filter in the README").isTrue();
    Element filter =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(block.group(1))))
            .getDocumentElement();

    try (Service service = new Service(context -> register(filter, context));
        Connection client = new Connection(service.port())) {
      Call call = Call.get("/price");
      // Tomcat answers 404 where a filter did not start.
      assertThat(client.send("GET", "/price", call.fields(), call.body(), false, 0).ok()).isTrue();
    }
  }

  private static void register(Element filter, ServletContext context) {
    context.addServlet("shop", new Shop(new Sightings(), 1)).addMapping("/");
    FilterRegistration.Dynamic registration =
        context.addFilter(text(filter, "filter-name", 0), text(filter, "filter-class", 0));
    registration.setAsyncSupported(Boolean.parseBoolean(text(filter, "async-supported", 0)));
    registration.addMappingForUrlPatterns(null, false, "/*");
    int parameters = filter.getElementsByTagName("init-param").getLength();
    assertThat(parameters).isGreaterThanOrEqualTo(3);
    for (int i = 0; i < parameters; i++) {
      registration.setInitParameter(text(filter, "param-name", i), text(filter, "param-value", i));
    }
  }

  private static String text(Element element, String name, int index) {
    return element.getElementsByTagName(name).item(index).getTextContent();
  }
}
