package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts a newcomer runs first.
class ScriptsTest {
  @TempDir Path machine;

  private record Answer(int exitCode, String output) {}

  @ParameterizedTest
  @ValueSource(strings = {"check", "keras4j", ".ci/run"})
  void a_script_can_be_run(String script) {
    assertThat(Project.ROOT.resolve(script)).isExecutable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "keras4j", ".ci/run", ".ci/tools.sh"})
  void a_script_has_no_syntax_error(String script) throws Exception {
    assertThat(run("bash", "-n", Project.ROOT.resolve(script).toString()))
        .isEqualTo(new Answer(0, ""));
  }

  @ParameterizedTest(name = "of the JDKs {0}, with JAVA_HOME={1}, takes {2}")
  @CsvSource({
    "17 25, 17, 25", // the first that will do, not the first
    "26 25, '', 25", // 25 before newer ones
    "25 26, 26, 26", // but the user's choice before all
    "17 27, 17, 27",
    "25, 11, 25",
  })
  void the_jdk_is_found(String present, String home, String expected) throws Exception {
    assertThat(requireJdk(present, home))
        .isEqualTo(new Answer(0, machine.resolve(expected).toString()));
  }

  @Test
  void a_machine_without_a_jdk_25_is_told_what_to_do() throws Exception {
    Answer answer = requireJdk("17", "17");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.output()).contains("JDK 25", "JAVA_HOME", "Install");
  }

  @Test
  void a_java_without_a_compiler_is_not_a_jdk() throws Exception {
    jdk("25");
    Files.delete(machine.resolve("25/bin/javac"));
    assertThat(requireJdk("25").exitCode()).isEqualTo(1);
  }

  @Test
  void a_machine_without_maven_is_told_what_to_do() throws Exception {
    Answer answer = bash("command() { return 1; }; require_maven");
    assertThat(answer.output()).contains("Maven 3.8", "Install");
  }

  @Test
  void check_refuses_what_it_does_not_know() throws Exception {
    Answer answer = run(Project.ROOT.resolve("check").toString(), "--fast");
    assertThat(answer).isEqualTo(new Answer(2, "Usage: ./check [--all]"));
  }

  private Answer requireJdk(String present, String home) throws Exception {
    for (String feature : present.split(" ")) {
      jdk(feature);
    }
    if (!home.isEmpty()) {
      jdk(home);
    }
    List<String> candidates =
        Stream.concat(Stream.of(home), Stream.of(present.split(" ")))
            .filter(feature -> !feature.isEmpty())
            .toList();
    return search(home, candidates);
  }

  private Answer requireJdk(String only) throws Exception {
    return search("", List.of(only));
  }

  private Answer search(String home, List<String> candidates) throws Exception {
    String places =
        candidates.stream()
            .map(feature -> "'" + machine.resolve(feature) + "'")
            .collect(Collectors.joining(" "));
    String choice = home.isEmpty() ? "" : machine.resolve(home).toString();
    return bash(
        "jdk_candidates() { printf '%s\\n' "
            + places
            + "; }; JAVA_HOME='"
            + choice
            + "'; require_jdk; printf %s \"$JAVA_HOME\"");
  }

  private void jdk(String feature) throws IOException {
    Path home = machine.resolve(feature);
    Files.createDirectories(home.resolve("bin"));
    Path javac = home.resolve("bin/javac");
    if (!Files.exists(javac)) {
      Files.createFile(javac);
    }
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + feature + ".0.1\"\n");
  }

  private static Answer bash(String script) throws Exception {
    String tools = Project.ROOT.resolve(".ci/tools.sh").toString();
    return run("bash", "-c", ". '" + tools + "'; " + script);
  }

  private static Answer run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(process.waitFor(), output);
  }
}
