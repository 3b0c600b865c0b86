package org.keras4j.transform;

/// How transforms say that an operation has no rule for what was asked.
final class Refusal {
  private Refusal() {}

  static IllegalArgumentException of(String operation, String why) {
    return new IllegalArgumentException(
        "Cannot differentiate through %s: %s. Stop the gradient before it, or compute it otherwise."
            .formatted(operation, why));
  }
}
