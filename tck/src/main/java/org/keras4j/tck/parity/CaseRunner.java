package org.keras4j.tck.parity;

/// Asks the cases of one kind.
///
/// {@snippet :
/// CaseRunner initializers = c -> Outcome.of(Comparison.difference(answerOf(c), c.get("out"), Tolerance.of(c)));
/// conformance.runner("initializer", initializers);
/// }
@FunctionalInterface
public interface CaseRunner {

  /// Runs a case. An exception is a failure with the exception's words; a
  /// [MissingFunctionException] one that says what is missing.
  ///
  /// @param c the case
  /// @return what came of it
  /// @throws Exception if the case cannot be answered
  Outcome run(Case c) throws Exception;
}
