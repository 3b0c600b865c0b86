package org.keras4j.tck.parity;

import java.util.Optional;

/// What came of a case.
public sealed interface Outcome {

  /// The answer is Keras's.
  record Passed() implements Outcome {}

  /// The answer is another, or there is none.
  ///
  /// @param reason what differs or went wrong
  /// @param excess how far the worst number is off in units of what is allowed; infinite where that
  ///   has no meaning
  record Failed(String reason, double excess) implements Outcome {}

  /// The case was not asked.
  ///
  /// @param reason why not
  record Skipped(String reason) implements Outcome {}

  /// The answer is Keras's.
  ///
  /// @return the outcome
  static Outcome passed() {
    return new Passed();
  }

  /// The answer is another, or there is none.
  ///
  /// @param reason what went wrong
  /// @return the outcome
  static Outcome failed(String reason) {
    return new Failed(reason, Double.POSITIVE_INFINITY);
  }

  /// Nothing here answers the case: it fails, with a reason that says what is missing.
  ///
  /// @param what the name of what is missing
  /// @return the outcome
  static Outcome missing(String what) {
    return failed("missing: " + what);
  }

  /// The case was not asked.
  ///
  /// @param reason why not
  /// @return the outcome
  static Outcome skipped(String reason) {
    return new Skipped(reason);
  }

  /// Passed if nothing differs.
  ///
  /// @param difference what differs
  /// @return the outcome
  static Outcome of(Optional<Comparison.Difference> difference) {
    return difference.<Outcome>map(d -> new Failed(d.reason(), d.excess())).orElseGet(Passed::new);
  }
}
