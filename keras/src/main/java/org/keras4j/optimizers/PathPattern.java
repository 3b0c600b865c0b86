package org.keras4j.optimizers;

import java.util.regex.Pattern;

/// A regular expression for the paths of variables.
///
/// Expressions and paths come from model files, and some expressions take time that grows
/// exponentially with the text; so looking at the text more often than any honest expression would
/// is an error.
final class PathPattern {
  private static final int MOST_LOOKS = 1_000_000;

  private final Pattern pattern;

  private PathPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// @throws IllegalArgumentException if it is no regular expression
  static PathPattern of(String expression) {
    return new PathPattern(Pattern.compile(expression));
  }

  boolean occursIn(String path) {
    return pattern.matcher(new Watched(path)).find();
  }

  boolean isAllOf(String path) {
    return pattern.matcher(new Watched(path)).matches();
  }

  private final class Watched implements CharSequence {
    private final String text;
    private int looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new IllegalArgumentException(
            "The expression takes too long on the path of a variable. Received: expression=%s, path=%s"
                .formatted(pattern, text));
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
