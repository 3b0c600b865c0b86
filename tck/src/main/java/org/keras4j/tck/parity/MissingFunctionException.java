package org.keras4j.tck.parity;

import java.io.Serial;

/// Thrown by a [CaseRunner] for a function, class or argument that does not exist here.
public final class MissingFunctionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// Says what is missing.
  ///
  /// @param what its name, such as `keras.ops.sum`
  public MissingFunctionException(String what) {
    super("missing: " + what);
  }
}
