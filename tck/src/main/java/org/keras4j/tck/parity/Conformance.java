package org.keras4j.tck.parity;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks recorded cases of the current engine and counts the answers.
///
/// A kind of case without a runner fails as missing: nothing is left out silently.
///
/// {@snippet :
/// Report report = new Conformance()
///     .runner("op", new OpRunner(table))
///     .kinds(Set.of("op"))
///     .ids("ops_reduce/**")
///     .run(CaseStore.builtIn());
/// System.out.println(report.table());
/// System.out.println(report.lastLine());   // 684 passed, 0 failed, 0 skipped
/// }
public final class Conformance {
  private final List<Registration> runners = new ArrayList<>();
  private Predicate<Case> filter = c -> true;
  private Predicate<String> fileFilter = f -> true;
  private Consumer<Report.Result> listener = r -> {};
  private Map<String, String> reasons = Map.of();

  private record Registration(Predicate<Case> cases, CaseRunner runner) {}

  /// Asks every case, of nobody yet.
  public Conformance() {}

  /// Registers who asks the cases of a kind.
  ///
  /// @param kind the kind, such as `op`
  /// @param runner who asks them
  /// @return this
  public Conformance runner(String kind, CaseRunner runner) {
    return runner(kind, c -> true, runner);
  }

  /// Registers who asks some cases of a kind, before whoever was registered for them so far.
  ///
  /// @param kind the kind, such as `error`
  /// @param which tells the cases, for example by their family
  /// @param runner who asks them
  /// @return this
  public Conformance runner(String kind, Predicate<Case> which, CaseRunner runner) {
    runners.addFirst(new Registration(c -> c.kind().equals(kind) && which.test(c), runner));
    return this;
  }

  /// Asks only cases of some kinds.
  ///
  /// @param kinds the kinds
  /// @return this
  public Conformance kinds(Set<String> kinds) {
    filter = filter.and(c -> kinds.contains(c.kind()));
    return this;
  }

  /// Asks only cases whose id matches a glob: `*` is any part of a path element, `**` any part at
  /// all.
  ///
  /// @param glob the pattern, such as `ops_reduce/sum/*`
  /// @return this
  public Conformance ids(String glob) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    filter = filter.and(c -> matcher.matches(Path.of(c.id().replace(':', '_'))));
    return this;
  }

  /// Asks only cases of some files.
  ///
  /// @param names tells a file's name, such as `ops/ops_core`
  /// @return this
  public Conformance files(Predicate<String> names) {
    fileFilter = fileFilter.and(names);
    return this;
  }

  /// Asks only some cases.
  ///
  /// @param cases tells which
  /// @return this
  public Conformance only(Predicate<Case> cases) {
    filter = filter.and(cases);
    return this;
  }

  /// Reports cases that differ for a reason as skipped, with the reason.
  ///
  /// @param reasonsById why the recorded answer is not one to give, by the case's id
  /// @return this
  public Conformance differing(Map<String, String> reasonsById) {
    reasons = Map.copyOf(reasonsById);
    return this;
  }

  /// Hears of each result as it comes.
  ///
  /// @param hears who hears of it
  /// @return this
  public Conformance listener(Consumer<Report.Result> hears) {
    listener = hears;
    return this;
  }

  /// Runs the cases of a store.
  ///
  /// @param store where the cases are
  /// @return what came of them
  public Report run(CaseStore store) {
    List<Report.Result> results = new ArrayList<>();
    for (String name : store.caseFiles()) {
      if (fileFilter.test(name)) {
        for (Case c : CaseFile.read(store, name).cases()) {
          if (filter.test(c)) {
            long start = System.nanoTime();
            var result =
                new Report.Result(
                    c.id(), c.kind(), c.family(), c.name(), outcome(c), System.nanoTime() - start);
            results.add(result);
            listener.accept(result);
          }
        }
      }
    }
    return new Report(results);
  }

  private Outcome outcome(Case c) {
    Outcome asked = asked(c);
    String reason = reasons.get(c.id());
    return reason != null && asked instanceof Outcome.Failed ? Outcome.skipped(reason) : asked;
  }

  private Outcome asked(Case c) {
    Optional<Registration> registered = runners.stream().filter(r -> r.cases().test(c)).findFirst();
    if (registered.isEmpty()) {
      return Outcome.missing("a runner of kind " + c.kind());
    }
    try {
      return registered.get().runner().run(c);
    } catch (MissingFunctionException e) {
      return Outcome.failed(String.valueOf(e.getMessage()));
    } catch (Exception | AssertionError | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return Outcome.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
