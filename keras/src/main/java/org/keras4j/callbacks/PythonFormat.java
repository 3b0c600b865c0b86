package org.keras4j.callbacks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keras4j.saving.format.PythonFloat;

/// Python's `str.format` for places with names and numbers in them: `{epoch:02d}-{loss:.3f}`.
///
/// @see <a href="https://docs.python.org/3/library/string.html#formatspec">Format specification</a>
final class PythonFormat {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\\d+)?(?<group>[,_])?(?:\\.(?<precision>\\d+))?(?<type>[dfFeEgGs%])?");
  private static final int MOST = 1000;

  private PythonFormat() {}

  /// The template with all places filled.
  ///
  /// @param values integers as `Long`, other numbers as `Double`
  /// @throws IllegalArgumentException if a name is not there, or a place is not written as in
  ///   Python
  static String format(String template, Map<String, ?> values) {
    var out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      boolean twice = i + 1 < template.length() && template.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && twice) {
        out.append(c);
        i++;
      } else if (c == '{') {
        int end = template.indexOf('}', i);
        if (end < 0) {
          throw new IllegalArgumentException("expected '}' before end of string");
        }
        out.append(place(template.substring(i + 1, end), values));
        i = end;
      } else if (c == '}') {
        throw new IllegalArgumentException("Single '}' encountered in format string");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String place(String text, Map<String, ?> values) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("'%s' is not among %s".formatted(name, values.keySet()));
    }
    Object value = Objects.requireNonNull(values.get(name));
    return number(value, colon < 0 ? "" : text.substring(colon + 1));
  }

  /// A `Long` or `Double` by a format specification.
  static String number(Object value, String spec) {
    Matcher m = SPEC.matcher(spec);
    if (!m.matches()) {
      throw new IllegalArgumentException("Invalid format specifier '%s'".formatted(spec));
    }
    int width = size(m.group("width"));
    String digits = digits(value, m);
    boolean negative = digits.startsWith("-");
    String sign = negative ? "-" : "-".equals(m.group("sign")) ? "" : text(m.group("sign"));
    String body = negative ? digits.substring(1) : digits;
    String align = m.group("align");
    boolean zeros = m.group("zero") != null && align == null;
    String fill = zeros ? "0" : m.group("fill") == null ? " " : m.group("fill");
    int missing = Math.max(0, width - sign.length() - body.length());
    return switch (zeros ? "=" : align == null ? ">" : align) {
      case "=" -> sign + fill.repeat(missing) + body;
      case "<" -> sign + body + fill.repeat(missing);
      case "^" -> fill.repeat(missing / 2) + sign + body + fill.repeat(missing - missing / 2);
      default -> fill.repeat(missing) + sign + body;
    };
  }

  private static String text(@org.jspecify.annotations.Nullable String group) {
    return group == null ? "" : group;
  }

  private static int size(@org.jspecify.annotations.Nullable String group) {
    int size =
        group == null ? 0 : Integer.parseInt(group.substring(0, Math.min(9, group.length())));
    if (size > MOST) {
      throw new IllegalArgumentException(
          "Expected at most %d places. Received: %s".formatted(MOST, group));
    }
    return size;
  }

  private static String digits(Object value, Matcher m) {
    String type = text(m.group("type"));
    boolean hasPrecision = m.group("precision") != null;
    int precision = hasPrecision ? size(m.group("precision")) : 6;
    if (value instanceof Long whole && (type.isEmpty() || type.equals("d")) && !hasPrecision) {
      return grouped(Long.toString(whole), text(m.group("group")));
    }
    if (type.equals("d") || type.equals("s")) {
      throw new IllegalArgumentException("Unknown format code '%s' for %s".formatted(type, value));
    }
    double x = ((Number) value).doubleValue();
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      String word = PythonFloat.repr(x);
      return type.equals("%")
          ? word + "%"
          : type.isEmpty() || Character.isLowerCase(type.charAt(0))
              ? word
              : word.toUpperCase(Locale.ROOT);
    }
    String out =
        switch (type) {
          case "f", "F" -> fixed(x, precision);
          case "%" -> fixed(x * 100, precision) + "%";
          case "e", "E" -> scientific(x, precision);
          case "g", "G" -> general(x, precision, false);
          default -> hasPrecision ? general(x, precision, true) : PythonFloat.repr(x);
        };
    boolean upper = type.equals("E") || type.equals("G");
    return grouped(upper ? out.toUpperCase(Locale.ROOT) : out, text(m.group("group")));
  }

  private static String fixed(double x, int precision) {
    String out = new BigDecimal(x).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return x < 0 || (x == 0 && 1 / x < 0) ? "-" + out.replace("-", "") : out;
  }

  private static String scientific(double x, int precision) {
    if (x == 0) {
      return fixed(x, precision) + "e+00";
    }
    var rounded =
        new BigDecimal(x).round(new java.math.MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String mantissa =
        rounded
            .movePointLeft(exponent)
            .setScale(precision, RoundingMode.UNNECESSARY)
            .toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /// Fixed or scientific, whatever is shorter, without zeros at the end.
  private static String general(double x, int precision, boolean likeRepr) {
    int digits = Math.max(1, precision);
    String s = scientific(x, digits - 1);
    int exponent = Integer.parseInt(s.substring(s.indexOf('e') + 1));
    if (exponent < -4 || exponent >= digits + (likeRepr ? -1 : 0)) {
      return trimmed(s.substring(0, s.indexOf('e'))) + s.substring(s.indexOf('e'));
    }
    String out = trimmed(fixed(x, digits - 1 - exponent));
    return likeRepr && !out.contains(".") ? out + ".0" : out;
  }

  private static String trimmed(String number) {
    return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
  }

  private static String grouped(String number, String separator) {
    if (separator.isEmpty()) {
      return number;
    }
    int start = number.startsWith("-") ? 1 : 0;
    int end = start;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    var whole = new StringBuilder(number.substring(start, end));
    for (int i = whole.length() - 3; i > 0; i -= 3) {
      whole.insert(i, separator);
    }
    return number.substring(0, start) + whole + number.substring(end);
  }
}
