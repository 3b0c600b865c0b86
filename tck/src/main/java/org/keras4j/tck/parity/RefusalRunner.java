package org.keras4j.tck.parity;

/// Asks the cases of kind `error` that call a function of a table: the call must be refused, in
/// words.
public final class RefusalRunner implements CaseRunner {
  private final OpTable table;

  /// Asks the functions of a table.
  ///
  /// @param table the functions
  public RefusalRunner(OpTable table) {
    this.table = table;
  }

  @Override
  public Outcome run(Case c) throws Exception {
    try {
      Object answer = table.call(c.name(), c.list("args"), c.map("kwargs"));
      return Outcome.failed("accepted, with the answer " + answer + "; Keras: " + c.get("message"));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return e.getMessage() == null || e.getMessage().isBlank()
          ? Outcome.failed("refused without a word: " + e)
          : Outcome.passed();
    }
  }
}
