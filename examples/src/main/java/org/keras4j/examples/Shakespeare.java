package org.keras4j.examples;

import java.util.ArrayList;
import java.util.List;

/// Forty thousand lines of Shakespeare's plays.
final class Shakespeare {
  private Shakespeare() {}

  /// A line and who speaks it.
  record Spoken(String speaker, String line) {}

  /// All text, lines ended by a newline.
  static String text() {
    return String.join("\n", Resources.lines("shakespeare.txt.gz"));
  }

  /// All lines that somebody speaks. A speech begins with its speaker, on a line of its own after
  /// an empty one.
  static List<Spoken> spoken() {
    List<Spoken> out = new ArrayList<>();
    String speaker = "";
    String before = "";
    for (String line : Resources.lines("shakespeare.txt.gz")) {
      if (before.isEmpty() && line.endsWith(":")) {
        speaker = line.substring(0, line.length() - 1);
      } else if (!line.isEmpty()) {
        out.add(new Spoken(speaker, line));
      }
      before = line;
    }
    return out;
  }
}
