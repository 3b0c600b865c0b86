package org.keras4j.foreign;

/// A native library cannot be used here; the message says why and what to do.
public final class UnusableLibraryException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// With why, and what to do.
  public UnusableLibraryException(String message) {
    super(message);
  }

  /// With why, what to do, and what was thrown.
  public UnusableLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
