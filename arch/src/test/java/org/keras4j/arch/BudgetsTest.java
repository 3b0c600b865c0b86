package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Sizes that keep the code readable. What must be larger is in `allowed.txt`, with its reason.
class BudgetsTest {
  private static final int FILE_LINES = 600;
  private static final int METHOD_LINES = 60;
  private static final int CORE_LINES = 20_000;
  private static final int OPS_LINES = 22_000;

  @Test
  void a_file_is_at_most_six_hundred_lines() {
    Map<String, Integer> sizes =
        Project.allSources().stream().collect(Collectors.toMap(Project::name, BudgetsTest::lines));
    assertThat(Allowed.of("file").problems(new TreeMap<>(sizes), FILE_LINES)).isEmpty();
  }

  @Test
  void a_method_is_at_most_sixty_lines() {
    Map<String, Integer> sizes = new TreeMap<>();
    Parsed.MAIN.methods((where, lines) -> sizes.merge(where, lines, Math::max));
    assertThat(Allowed.of("method").problems(sizes, METHOD_LINES)).isEmpty();
  }

  @Test
  void core_and_ops_stay_small_enough_to_read() {
    assertThat(moduleLines("core")).as("lines of core").isLessThanOrEqualTo(CORE_LINES);
    assertThat(moduleLines("ops")).as("lines of ops").isLessThanOrEqualTo(OPS_LINES);
  }

  private static int moduleLines(String module) {
    return Project.mainSources(module).stream().mapToInt(BudgetsTest::lines).sum();
  }

  private static int lines(Path file) {
    return (int) Project.read(file).lines().count();
  }
}
