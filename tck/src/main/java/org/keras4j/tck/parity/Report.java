package org.keras4j.tck.parity;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a run of cases.
///
/// @param results one per case, in the order of the files
public record Report(List<Result> results) {

  /// What came of one case.
  ///
  /// @param id the case
  /// @param kind its kind
  /// @param family the file it is of
  /// @param name what it calls, or nothing
  /// @param outcome what came of it
  /// @param nanoseconds how long it took
  public record Result(
      String id, String kind, String family, String name, Outcome outcome, long nanoseconds) {}

  /// Numbers of cases.
  ///
  /// @param passed how many gave Keras's answer
  /// @param failed how many did not
  /// @param skipped how many were not asked
  public record Counts(int passed, int failed, int skipped) {
    private Counts plus(Counts other) {
      return new Counts(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    private Counts plus(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Passed _ -> new Counts(passed + 1, failed, skipped);
        case Outcome.Failed _ -> new Counts(passed, failed + 1, skipped);
        case Outcome.Skipped _ -> new Counts(passed, failed, skipped + 1);
      };
    }
  }

  private static final Counts NONE = new Counts(0, 0, 0);

  private record Group(String kind, String family) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::kind).thenComparing(Group::family);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  /// Keeps a copy of the results.
  public Report {
    results = List.copyOf(results);
  }

  /// All cases together.
  ///
  /// @return the counts
  public Counts counts() {
    return count(results);
  }

  private static Counts count(List<Result> results) {
    Counts counts = NONE;
    for (Result result : results) {
      counts = counts.plus(result.outcome());
    }
    return counts;
  }

  /// The failures, those nearest to the wanted answer last.
  ///
  /// @param limit at most so many
  /// @return the failures
  public List<Result> worst(int limit) {
    return results.stream()
        .filter(r -> r.outcome() instanceof Outcome.Failed)
        .sorted(Comparator.comparingDouble(Report::excess).reversed())
        .limit(limit)
        .toList();
  }

  private static double excess(Result result) {
    return result.outcome() instanceof Outcome.Failed failed ? failed.excess() : 0;
  }

  /// The names of what is called, each with its counts, in alphabetical order.
  ///
  /// @return the counts by name
  public Map<String, Counts> byName() {
    Map<String, Counts> names = new TreeMap<>();
    for (Result result : results) {
      Counts before = names.getOrDefault(result.name(), NONE);
      names.put(result.name(), before.plus(result.outcome()));
    }
    return names;
  }

  private Map<Group, Counts> byGroup() {
    Map<Group, Counts> groups = new TreeMap<>();
    for (Result result : results) {
      var group = new Group(result.kind(), result.family());
      groups.put(group, groups.getOrDefault(group, NONE).plus(result.outcome()));
    }
    return groups;
  }

  /// The counts by kind and family, as a table of text.
  ///
  /// @return the lines
  public String table() {
    var out = new StringBuilder();
    out.append(
        "%-14s %-24s %8s %8s %8s%n".formatted("kind", "family", "passed", "failed", "skipped"));
    byGroup()
        .forEach(
            (group, counts) ->
                out.append(
                    "%-14s %-24s %8d %8d %8d%n"
                        .formatted(
                            group.kind(),
                            group.family(),
                            counts.passed(),
                            counts.failed(),
                            counts.skipped())));
    return out.toString();
  }

  /// The counts name by name as a page of Markdown, with what is wanting under each kind.
  ///
  /// @return the page
  public String ledger() {
    var out = new StringBuilder("# Parity with Keras, name by name\n\n");
    out.append("Written by `./keras4j conformance --ledger`; not edited by hand. ");
    out.append(lastLine()).append(".\n");
    Map<String, Map<String, Counts>> kinds = new TreeMap<>();
    for (Result result : results) {
      String name = result.name().isEmpty() ? result.family() : result.name();
      kinds
          .computeIfAbsent(result.kind(), _ -> new TreeMap<>())
          .merge(name, NONE.plus(result.outcome()), Counts::plus);
    }
    kinds.forEach(
        (kind, names) -> {
          out.append("\n## ")
              .append(kind)
              .append("\n\n| name | passed | failed | skipped |\n|---|---|---|---|\n");
          names.forEach(
              (name, counts) ->
                  out.append(
                      "| %s`%s` | %d | %d | %d |\n"
                          .formatted(
                              counts.failed() == 0 ? "" : "**!** ",
                              name,
                              counts.passed(),
                              counts.failed(),
                              counts.skipped())));
        });
    return out.toString();
  }

  /// Everything as JSON: the counts, the groups, and each case that did not pass.
  ///
  /// @return the text
  public String toJson() {
    Map<String, Object> out = new LinkedHashMap<>(json(counts()));
    out.put(
        "groups",
        byGroup().entrySet().stream()
            .map(
                entry -> {
                  Map<String, Object> group = new LinkedHashMap<>();
                  group.put("kind", entry.getKey().kind());
                  group.put("family", entry.getKey().family());
                  group.putAll(json(entry.getValue()));
                  return group;
                })
            .toList());
    out.put(
        "cases",
        results.stream()
            .filter(r -> !(r.outcome() instanceof Outcome.Passed))
            .map(Report::json)
            .toList());
    return Json.print(out);
  }

  private static Map<String, Object> json(Counts counts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("passed", counts.passed());
    out.put("failed", counts.failed());
    out.put("skipped", counts.skipped());
    return out;
  }

  private static Map<String, Object> json(Result result) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", result.id());
    out.put("kind", result.kind());
    out.put("name", result.name());
    switch (result.outcome()) {
      case Outcome.Passed _ -> out.put("outcome", "passed");
      case Outcome.Failed failed -> {
        out.put("outcome", "failed");
        out.put("reason", failed.reason());
        if (Double.isFinite(failed.excess())) {
          out.put("excess", failed.excess());
        }
      }
      case Outcome.Skipped skipped -> {
        out.put("outcome", "skipped");
        out.put("reason", skipped.reason());
      }
    }
    return out;
  }

  /// The summary that ends a report: `N passed, N failed, N skipped`.
  ///
  /// @return the line
  public String lastLine() {
    Counts counts = counts();
    return counts.passed()
        + " passed, "
        + counts.failed()
        + " failed, "
        + counts.skipped()
        + " skipped";
  }
}
