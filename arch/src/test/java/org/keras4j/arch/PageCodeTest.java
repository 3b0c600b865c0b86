package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the pages show compiles, against the exported packages only, and runs.
class PageCodeTest {
  private static final long MINUTES = 5;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> the_code_of_the_pages_compiles() {
    return programs()
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> compile(program)));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> the_code_of_the_pages_runs() {
    return programs()
        .map(
            program ->
                DynamicTest.dynamicTest(program.name(), () -> run(compile(program), program)));
  }

  @Test
  void the_pieces_of_a_page_are_one_program() throws Exception {
    List<PageCode> programs =
        PageCode.of(
            "docs/a-page.md",
            """
            ```java
            import java.util.ArrayList;
            var list = new ArrayList<Pair>();
            ```
            then
            ```java
            record Pair(int x, int y) {}
            list.add(new Pair(1, 2));
            ```
            not code of the page:
            ```java fragment
            ...
            ```
            and a program of its own
            ```java
            void main() { IO.println("alone"); }
            ```
            ```java
            IO.println(list);
            ```
            """);
    assertThat(programs)
        .extracting(PageCode::name)
        .containsExactly("DocsAPageProgram0", "DocsAPage");
    assertThat(run(compile(programs.getFirst()), programs.getFirst())).isEqualTo("alone");
    assertThat(run(compile(programs.getLast()), programs.getLast())).isEqualTo("[Pair[x=1, y=2]]");
  }

  @Test
  void a_page_sees_our_modules() throws Exception {
    String source =
        "import module org.keras4j;\nvoid main() { IO.println(ModuleLayer.boot().findModule(\"org.keras4j\").isPresent()); }";
    PageCode program = new PageCode("Modules", source);
    assertThat(run(compile(program), program)).isEqualTo("true");
  }

  private static Stream<PageCode> programs() {
    return Project.pages().stream()
        .filter(page -> !Project.name(page).startsWith("docs/adr/"))
        .flatMap(page -> PageCode.of(Project.name(page), Project.read(page)).stream());
  }

  private Path compile(PageCode program) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    Path source = classes.resolve(program.name() + ".java");
    Files.writeString(source, program.source());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    var files = compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8);
    var options =
        List.of(
            "--module-path",
            modulePath(),
            "--add-modules",
            "ALL-MODULE-PATH",
            "-proc:none",
            "-d",
            classes.toString());
    compiler.getTask(null, files, problems, options, null, files.getJavaFileObjects(source)).call();
    List<String> errors =
        problems.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .map(problem -> problem.getLineNumber() + ": " + problem.getMessage(Locale.ROOT))
            .toList();
    assertThat(errors).as(program.source()).isEmpty();
    return classes;
  }

  private static String run(Path classes, PageCode program) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx2g", "--module-path", modulePath()));
    command.addAll(List.of("--add-modules", "ALL-MODULE-PATH,jdk.incubator.vector"));
    command.addAll(List.of("-cp", classes.toString(), program.name()));
    Path output = classes.resolve("output.txt");
    Path errors = classes.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(classes.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("%s ends within %d minutes", program.name(), MINUTES).isTrue();
    assertThat(process.exitValue()).as("%s: %s", program.name(), Files.readString(errors)).isZero();
    return Files.readString(output).strip();
  }

  /// Our modules and what they need, as a user of the embedded engine has them; not what these
  /// tests need.
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .filter(
            entry ->
                !entry.contains("archunit")
                    && !entry.contains("junit")
                    && !entry.contains("assertj"))
        .filter(
            entry ->
                !entry.contains("opentest4j")
                    && !entry.contains("apiguardian")
                    && !entry.contains("byte-buddy"))
        .filter(entry -> !entry.contains("surefire"))
        .filter(entry -> !entry.contains("backend-") || entry.contains("backend-java"))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
