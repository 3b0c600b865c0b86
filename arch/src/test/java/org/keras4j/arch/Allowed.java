package org.keras4j.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/// The exceptions to the budgets: `allowed.txt`, one line each, with the reason that makes it one.
///
/// A line is `rule | what | limit | reason`. A line nobody needs any more is an error too, so that
/// the list only holds what is true.
final class Allowed {
  private static final List<String> LINES =
      Project.read(Project.ROOT.resolve("arch/src/test/resources/allowed.txt"))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();

  private final String rule;
  private final Map<String, Integer> limits = new LinkedHashMap<>();

  private Allowed(String rule) {
    this.rule = rule;
    for (String line : LINES) {
      String[] parts = line.split("\\|", -1);
      if (parts.length != 4 || parts[3].isBlank()) {
        throw new IllegalStateException(
            "A line of allowed.txt is `rule | what | limit | reason`. Received: line=" + line);
      }
      if (parts[0].strip().equals(rule)) {
        limits.put(parts[1].strip(), Integer.parseInt(parts[2].strip()));
      }
    }
  }

  static Allowed of(String rule) {
    return new Allowed(rule);
  }

  /// What is wrong with these sizes: those over the budget or their own listed limit, and listed
  /// ones that need no list.
  List<String> problems(Map<String, Integer> sizes, int budget) {
    IntPredicate tooBig = size -> size > budget;
    List<String> problems = new java.util.ArrayList<>();
    sizes.forEach(
        (what, size) -> {
          int limit = limits.getOrDefault(what, budget);
          if (size > limit) {
            problems.add(what + ": " + size + ", at most " + limit);
          }
        });
    for (String listed : new TreeSet<>(limits.keySet())) {
      if (!tooBig.test(sizes.getOrDefault(listed, 0))) {
        problems.add(listed + ": within the budget of " + rule + ", so take it off allowed.txt");
      }
    }
    return problems;
  }
}
