package org.keras4j.saving.format;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values the way Python's `json.dumps` does.
final class JsonWriter {
  /// Deeper than anything a reader accepts: a structure that contains itself ends here.
  private static final int MAX_DEPTH = 500;

  private final StringBuilder out = new StringBuilder();
  private final int indent;

  JsonWriter(int indent) {
    this.indent = indent;
  }

  String write(@Nullable Object value) {
    value(value, 0);
    return out.toString();
  }

  private void value(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "Expected at most " + MAX_DEPTH + " lists and maps inside each other. Received: more");
    }
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b);
      case String s -> string(s);
      case Double x -> out.append(PythonFloat.json(x));
      case Float x -> out.append(PythonFloat.json(x));
      case Long n -> out.append(n);
      case Integer n -> out.append(n);
      case Short n -> out.append(n);
      case Byte n -> out.append(n);
      case BigInteger n -> out.append(n);
      case Map<?, ?> map -> object(map, depth);
      case Iterable<?> list -> list(list, depth);
      default -> {
        if (!value.getClass().isArray()) {
          throw new IllegalArgumentException(
              "Expected a map, list, array, string, number, boolean or null for JSON. Received: value=%s of %s"
                  .formatted(value, value.getClass()));
        }
        list(elements(value), depth);
      }
    }
  }

  private static List<@Nullable Object> elements(Object array) {
    var list = new ArrayList<@Nullable Object>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(Array.get(array, i));
    }
    return list;
  }

  private void object(Map<?, ?> map, int depth) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      separate(first, depth + 1);
      first = false;
      string(String.valueOf(entry.getKey()));
      out.append(": ");
      value(entry.getValue(), depth + 1);
    }
    close('}', first, depth);
  }

  private void list(Iterable<?> list, int depth) {
    out.append('[');
    boolean first = true;
    for (Object element : list) {
      separate(first, depth + 1);
      first = false;
      value(element, depth + 1);
    }
    close(']', first, depth);
  }

  private void separate(boolean first, int depth) {
    if (!first) {
      out.append(indent > 0 ? "," : ", ");
    }
    newLine(depth);
  }

  private void close(char bracket, boolean empty, int depth) {
    if (!empty) {
      newLine(depth);
    }
    out.append(bracket);
  }

  private void newLine(int depth) {
    if (indent > 0) {
      out.append('\n').repeat(' ', indent * depth);
    }
  }

  private void string(String s) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    out.append('"');
  }
}
