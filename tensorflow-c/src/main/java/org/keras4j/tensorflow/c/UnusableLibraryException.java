package org.keras4j.tensorflow.c;

/// TensorFlow's library cannot be used here; the message says why and what to do.
public final class UnusableLibraryException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  UnusableLibraryException(String message) {
    super(message);
  }

  UnusableLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
