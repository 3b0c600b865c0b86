package org.keras4j.backend.pjrt;

/// A plugin refused a call, or failed in it. The message is the plugin's own.
final class PjrtException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  PjrtException(String function, ErrorCode code, String message) {
    super("%s: %s (%s)".formatted(function, message, code));
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}
