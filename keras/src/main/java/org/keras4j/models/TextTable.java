package org.keras4j.models;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A table with lines between all cells, whose columns share a given width.
final class TextTable {
  private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");
  private static final String[] HEAVY = {"┏━┳┓", "┃ ┃┃", "┡━╇┩", "│ ││", "├─┼┤", "└─┴┘"};
  private static final String[] PLAIN = {"+-++", "| ||", "+=++", "| ||", "+-++", "+-++"};

  private final List<String> header;
  private final List<Character> alignment;
  private final int[] widths;
  private final String[] lines;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param widths the widths asked for, which add up to that of the table
  TextTable(List<String> header, List<Character> alignment, List<Integer> widths, boolean plain) {
    this.header = header;
    this.alignment = alignment;
    this.lines = plain ? PLAIN : HEAVY;
    this.widths = fitted(widths);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /// Takes from each column its share of what borders and padding need.
  private static int[] fitted(List<Integer> asked) {
    int columns = asked.size();
    int remaining = 2 * columns + columns + 1;
    int[] out = new int[columns];
    for (int i = 0; i < columns; i++) {
      int share = (int) Math.rint((double) remaining / (columns - i));
      // Without the padding of one space on either side.
      out[i] = asked.get(i) + 2 - share - 2;
      remaining -= share;
    }
    return out;
  }

  String text() {
    var out = new StringBuilder();
    border(lines[0], out);
    row(header, lines[1], out);
    border(lines[2], out);
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        border(lines[4], out);
      }
      row(rows.get(i), lines[3], out);
    }
    border(lines[5], out);
    return out.toString();
  }

  private void border(String style, StringBuilder out) {
    out.append(style.charAt(0));
    for (int i = 0; i < widths.length; i++) {
      out.repeat(style.charAt(1), widths[i] + 2);
      out.append(style.charAt(i < widths.length - 1 ? 2 : 3));
    }
    out.append('\n');
  }

  private void row(List<String> fields, String style, StringBuilder out) {
    var cells = new ArrayList<List<String>>();
    int height = 1;
    for (int i = 0; i < fields.size(); i++) {
      cells.add(wrapped(fields.get(i), widths[i]));
      height = Math.max(height, cells.get(i).size());
    }
    for (int line = 0; line < height; line++) {
      out.append(style.charAt(0));
      for (int i = 0; i < cells.size(); i++) {
        String text = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        out.append(' ').append(aligned(text, i)).append(' ');
        out.append(style.charAt(i < cells.size() - 1 ? 2 : 3));
      }
      out.append('\n');
    }
  }

  private String aligned(String text, int column) {
    int space = widths[column] - text.length();
    return switch (alignment.get(column)) {
      case 'r' -> " ".repeat(space) + text;
      case 'c' -> " ".repeat(space / 2) + text + " ".repeat(space - space / 2);
      default -> text + " ".repeat(space);
    };
  }

  /// The text in lines no wider than `width`, broken between words where possible.
  static List<String> wrapped(String text, int width) {
    var breaks = new ArrayList<Integer>();
    Matcher words = WORD.matcher(text);
    int offset = 0;
    while (words.find()) {
      String word = words.group();
      int length = word.stripTrailing().length();
      int start = words.start();
      if (width - offset >= length) {
        offset += word.length();
      } else if (length > width) {
        for (int from = 0; from < word.length(); from += width) {
          if (start + from > 0) {
            breaks.add(start + from);
          }
          offset = Math.min(width, word.length() - from);
        }
      } else if (offset > 0 && start > 0) {
        breaks.add(start);
        offset = word.length();
      }
    }
    var out = new ArrayList<String>();
    int from = 0;
    for (int end : breaks) {
      out.add(text.substring(from, end).stripTrailing());
      from = end;
    }
    out.add(text.substring(from).stripTrailing());
    return out;
  }
}
