package ai.matih.mirror.examples;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A piece of Java in a document: statements, which a reader would put somewhere in a program.
 *
 * @param line where in the document it begins
 */
record Snippet(int line, String code) {
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** Every block of Java in a Markdown text. */
  static List<Snippet> in(String markdown) {
    List<Snippet> snippets = new ArrayList<>();
    Matcher block = BLOCK.matcher(markdown);
    while (block.find()) {
      int line = (int) markdown.substring(0, block.start()).lines().count() + 1;
      snippets.add(new Snippet(line, block.group(1)));
    }
    return snippets;
  }

  /**
   * Compiles the statements as the body of {@link SnippetScope#run} in a class that extends {@link
   * SnippetScope}, whose fields they may use.
   *
   * @throws AssertionError with the compiler's messages, if they do not compile
   */
  SnippetScope compile() throws ReflectiveOperationException {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileManager files = inMemory(compiler, classes);
    List<String> options =
        List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, files, messages, options, null, List.of(source())).call()) {
      throw new AssertionError(
          messages.getDiagnostics().stream()
              .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
              .map(Object::toString)
              .collect(joining("\n", code + "\n", "")));
    }
    ClassLoader loader =
        new ClassLoader(Snippet.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            ByteArrayOutputStream bytes = classes.get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
          }
        };
    return (SnippetScope) loader.loadClass("Readme").getDeclaredConstructor().newInstance();
  }

  private JavaFileObject source() {
    String source =
        SnippetScope.IMPORTS
            + "public class Readme extends ai.matih.mirror.examples.SnippetScope {\n"
            + "@Override public void run() throws Exception {\n"
            + code
            + "\n}}\n";
    return new SimpleJavaFileObject(
        URI.create("string:///Readme.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static JavaFileManager inMemory(
      JavaCompiler compiler, Map<String, ByteArrayOutputStream> classes) {
    return new ForwardingJavaFileManager<JavaFileManager>(
        compiler.getStandardFileManager(null, null, null)) {
      @Override
      public JavaFileObject getJavaFileForOutput(
          Location location, String name, JavaFileObject.Kind kind, FileObject sibling)
          throws IOException {
        return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
          @Override
          public OutputStream openOutputStream() {
            return classes.computeIfAbsent(name, key -> new ByteArrayOutputStream());
          }
        };
      }
    };
  }
}
