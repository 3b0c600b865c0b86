package org.keras4j.saving;

import java.util.List;

/// Thrown when a file is not what it should be: damaged, of another kind, dangerous, or made for
/// another model.
///
/// A model file is data from anywhere. Whatever it holds, reading it ends with its contents or with
/// this exception, never with code run, another file touched, or memory taken that the file merely
/// claims.
///
/// {@snippet :
/// try {
///   archive.config();
/// } catch (RefusedFileException e) {
///   e.problems().forEach(System.err::println);
/// }
/// }
public final class RefusedFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String[] problems;

  /// One thing that is wrong, and where: the file and the place in it, such as
  /// `model.keras!config.json`.
  public RefusedFileException(String where, String problem) {
    this(where, List.of(problem));
  }

  /// One thing that is wrong, found while doing something that failed.
  public RefusedFileException(String where, String problem, Throwable cause) {
    this(where, List.of(problem));
    initCause(cause);
  }

  /// Everything that is wrong with a file.
  ///
  /// @throws IllegalArgumentException if there is no problem
  public RefusedFileException(String where, List<String> problems) {
    super(message(where, problems));
    this.where = where;
    this.problems = problems.toArray(String[]::new);
  }

  /// The file and, where known, the place in it.
  public String where() {
    return where;
  }

  /// What is wrong, one sentence each.
  public List<String> problems() {
    return List.of(problems);
  }

  private static String message(String where, List<String> problems) {
    return switch (problems.size()) {
      case 0 ->
          throw new IllegalArgumentException(
              "Expected at least one problem. Received: problems=[] for " + where);
      case 1 -> where + ": " + problems.getFirst();
      default ->
          where + ": " + problems.size() + " problems:\n  - " + String.join("\n  - ", problems);
    };
  }
}
