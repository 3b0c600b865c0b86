package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The same lines in two places want to be one piece of code.
class DuplicatesTest {
  /// So many equal lines in a row that it cannot be chance; blank lines, comments, imports and lone
  /// brackets do not count.
  private static final int WINDOW = 15;

  private record Line(String file, int number) {
    @Override
    public String toString() {
      return file + ":" + number;
    }
  }

  @Test
  void no_long_run_of_lines_stands_in_two_places() {
    Map<String, List<Line>> windows = new HashMap<>();
    for (Path source : Project.mainSources()) {
      List<Significant> lines = significantLines(source);
      for (int i = 0; i + WINDOW <= lines.size(); i++) {
        String window =
            lines.subList(i, i + WINDOW).stream()
                .map(Significant::text)
                .collect(Collectors.joining("\n"));
        windows
            .computeIfAbsent(window, _ -> new ArrayList<>())
            .add(new Line(Project.name(source), lines.get(i).number()));
      }
    }
    assertThat(Allowed.of("copy").problems(copies(windows), WINDOW - 1))
        .as("one place of each:\n%s", String.join("\n", places(windows)))
        .isEmpty();
  }

  /// The number of lines each pair of files has in common, in runs as long as the window.
  private static Map<String, Integer> copies(Map<String, List<Line>> windows) {
    Map<String, Integer> common = new TreeMap<>();
    for (List<Line> places : windows.values()) {
      for (int i = 1; i < places.size(); i++) {
        String pair = places.getFirst().file() + " + " + places.get(i).file();
        common.merge(pair, 1, Integer::sum);
      }
    }
    common.replaceAll((_, runs) -> runs + WINDOW - 1);
    return common;
  }

  private static List<String> places(Map<String, List<Line>> windows) {
    return windows.values().stream()
        .filter(places -> places.size() > 1)
        .map(places -> places.stream().map(Line::toString).collect(Collectors.joining(" + ")))
        .sorted()
        .toList();
  }

  private record Significant(int number, String text) {}

  private static List<Significant> significantLines(Path source) {
    String[] lines = Project.read(source).split("\n", -1);
    return IntStream.range(0, lines.length)
        .mapToObj(i -> new Significant(i + 1, lines[i].strip()))
        .filter(line -> counts(line.text()))
        .toList();
  }

  private static boolean counts(String line) {
    return line.length() > 2
        && !line.startsWith("//")
        && !line.startsWith("import ")
        && !line.startsWith("@")
        // A list of constants: every switch over an enum has it.
        && !line.matches("(case )?[A-Z0-9_]+[,;]?");
  }
}
