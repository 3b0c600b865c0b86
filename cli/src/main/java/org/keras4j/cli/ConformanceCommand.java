package org.keras4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.keras4j.tck.answers.Answers;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Asks what real Keras was asked, and compares the answers.",
      "What is missing counts as failed; the last line says how many passed."
    },
    footer = {
      "",
      "Examples:",
      "  keras4j conformance",
      "  keras4j conformance --kind layer,fit --id 'layers/Dense*' --failures 5",
      "  keras4j conformance my-cases --engine java --json report.json",
      "Exit code 1: a case failed."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders of case files (default: the built-in cases).")
  private List<Path> folders = List.of();

  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Only cases of these kinds, such as layer,fit.")
  private Set<String> kinds = Set.of();

  @Option(
      names = "--id",
      paramLabel = "GLOB",
      description = "Only cases with such an id, such as 'core/Dense/*'.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--failures",
      paramLabel = "N",
      description = "How many failures to show (default: ${DEFAULT-VALUE}).")
  private int failures = 20;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes everything as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Writes the counts name by name as Markdown.")
  private Optional<Path> ledger = Optional.empty();

  @Override
  public Integer call() {
    var report = engine.during(() -> TerminalLogging.silently(() -> quietly(this::ask)));
    System.out.print(report.table());
    var worst = report.worst(failures);
    if (!worst.isEmpty()) {
      System.out.println();
      System.out.println("worst failures");
      worst.forEach(r -> System.out.println("  " + r.id() + ": " + reason(r.outcome())));
    }
    json.ifPresent(file -> write(file, report.toJson()));
    ledger.ifPresent(file -> write(file, report.ledger()));
    System.out.println();
    System.out.println(report.lastLine());
    return report.counts().failed() == 0 ? 0 : Main.FOUND_WANTING;
  }

  /// Some cases print what callbacks print; that is nothing to who asks them all.
  private static <T> T quietly(Supplier<T> body) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return body.get();
    } finally {
      System.setOut(out);
    }
  }

  private Report ask() {
    var stores =
        folders.isEmpty()
            ? List.of(CaseStore.builtIn())
            : folders.stream().map(CaseStore::directory).toList();
    var results = new ArrayList<Report.Result>();
    for (CaseStore store : stores) {
      var conformance = Answers.conformance();
      if (!kinds.isEmpty()) {
        conformance.kinds(kinds);
      }
      id.ifPresent(conformance::ids);
      results.addAll(conformance.run(store).results());
    }
    return new Report(results);
  }

  private static String reason(Outcome outcome) {
    String text =
        switch (outcome) {
          case Outcome.Passed _ -> "passed";
          case Outcome.Failed f -> f.reason();
          case Outcome.Skipped s -> s.reason();
        };
    String line = text.replace('\n', ' ');
    return line.length() > 240 ? line.substring(0, 240) + "…" : line;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
