package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The same lines in two places want to be one piece of code.
class DuplicatesTest {
  /// So many equal lines in a row that it cannot be chance; blank lines, comments, imports and lone
  /// brackets do not count.
  private static final int WINDOW = 15;

  private record Line(String file, int position) {}

  @Test
  void no_long_run_of_lines_stands_in_two_places() {
    Map<String, List<Line>> windows = new HashMap<>();
    for (Path source : Project.mainSources()) {
      List<String> lines = significantLines(source);
      for (int i = 0; i + WINDOW <= lines.size(); i++) {
        windows
            .computeIfAbsent(
                String.join("\n", lines.subList(i, i + WINDOW)), _ -> new ArrayList<>())
            .add(new Line(Project.name(source), i));
      }
    }
    assertThat(Allowed.of("copy").problems(copies(windows), WINDOW - 1)).isEmpty();
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

  private static List<String> significantLines(Path source) {
    return Project.read(source)
        .lines()
        .map(String::strip)
        .filter(line -> line.length() > 2)
        // A list of constants: every switch over an enum has it.
        .filter(line -> !line.matches("(case )?[A-Z0-9_]+[,;]?"))
        .filter(
            line -> !line.startsWith("//") && !line.startsWith("import ") && !line.startsWith("@"))
        .toList();
  }
}
