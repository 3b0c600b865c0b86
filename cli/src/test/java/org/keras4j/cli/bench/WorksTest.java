package org.keras4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.saving.format.Json;

class WorksTest {
  @ParameterizedTest
  @CsvSource({
    "W1, 1",
    "W3, 2",
    "W9-add, 1",
    "W9-matmul, 4",
    "W8, 5",
    "W10, 3",
  })
  void a_name_stands_for_itself_or_for_all_that_go_on_after_it(String name, int works) {
    assertThat(Works.matching(name)).hasSize(works).allMatch(w -> w.startsWith(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "W77", "w1"})
  void what_is_no_work_is_refused(String name) {
    assertThatThrownBy(() -> Works.matching(name))
        .hasMessageContaining("Expected one of the works W1, W2")
        .hasMessageContaining("Received: work=" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"W8-add", "W8-call", "W8-train-on-batch", "W9-matmul128", "W9-sort", "W10-start"})
  void a_small_work_prints_what_the_other_side_prints(String work) {
    var line = line(work);
    assertThat(line)
        .containsEntry("work", work)
        .containsEntry("backend", "java")
        .containsEntry("repeats", 1L)
        .containsKeys(
            "impl",
            "ms_per_step",
            "items_per_s",
            "min_ms",
            "max_ms",
            "cpu_ms",
            "peak_rss_mb",
            "compile_s",
            "load_s",
            "lib",
            "threads",
            "jit",
            "data_format",
            "foreign_cores");
    assertThat((Double) line.get("ms_per_step")).isPositive();
  }

  static List<String> others() {
    return Works.names().stream()
        .filter(n -> !n.startsWith("W1") || n.startsWith("W10-"))
        .filter(n -> !n.startsWith("W8"))
        .toList();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("others")
  void every_work_runs(String work) {
    assertThat((Double) line(work).get("ms_per_step")).isPositive();
  }

  @Test
  void a_rate_follows_from_the_time() {
    var line = line("W9-matmul128");
    double seconds = Objects.requireNonNull((Double) line.get("ms_per_step")) / 1e3;
    assertThat((Double) line.get("gflops"))
        .isCloseTo(2.0 * 128 * 128 * 128 / seconds / 1e9, org.assertj.core.data.Offset.offset(0.1));
  }

  private static Map<String, @Nullable Object> line(String work) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Works.run(work, new Stopwatch(0, 1, 0, out));
    return Json.parseObject(bytes.toString(StandardCharsets.UTF_8), work);
  }
}
