package org.keras4j.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Warnings of the library as lines of a command: `keras4j: warning: ...`, on the standard error.
public final class TerminalLogging extends System.LoggerFinder {
  private static final AtomicInteger SILENCED = new AtomicInteger();

  /// For the service loader.
  public TerminalLogging() {}

  /// Runs something whose warnings are nothing to the user.
  static <T> T silently(Supplier<T> body) {
    SILENCED.incrementAndGet();
    try {
      return body.get();
    } finally {
      SILENCED.decrementAndGet();
    }
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Line(name);
  }

  private record Line(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity()
          && level != Level.OFF
          && SILENCED.get() == 0;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        String kind = level == Level.WARNING ? "warning" : "error";
        System.err.println(
            "keras4j: " + kind + ": " + message + (thrown == null ? "" : " " + thrown));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      boolean plain = format == null || parameters == null || parameters.length == 0;
      log(
          level,
          bundle,
          plain ? format : MessageFormat.format(String.valueOf(format), parameters),
          (Throwable) null);
    }
  }
}
