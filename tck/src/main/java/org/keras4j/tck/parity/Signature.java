package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a Python function, and Python's rules for binding a call's arguments to them.
///
/// {@snippet :
/// Signature signature = Signature.of("x, axis=None, keepdims=False");
/// Arguments a = signature.bind(List.of(x), Map.of("axis", 1L));
/// a.integer("axis");     // 1
/// a.flag("keepdims");    // false
/// }
public final class Signature {
  private enum Form {
    POSITIONAL,
    KEYWORD_ONLY,
    REST,
    KEYWORD_REST
  }

  private record Parameter(String name, Form form, Optional<Object> otherwise) {}

  private final String text;
  private final List<Parameter> parameters;

  private Signature(String text, List<Parameter> parameters) {
    this.text = text;
    this.parameters = parameters;
  }

  /// Reads a signature as Python writes it, without the parentheses around it.
  ///
  /// @param text the parameters, such as `x, axis=None, *, keepdims=False`
  /// @return the signature
  /// @throws IllegalArgumentException if a default is not a literal
  public static Signature of(String text) {
    List<Parameter> parameters = new ArrayList<>();
    boolean keywordOnly = false;
    for (String part : split(text)) {
      if (part.equals("*")) {
        keywordOnly = true;
      } else if (part.startsWith("**")) {
        parameters.add(new Parameter(part.substring(2), Form.KEYWORD_REST, Optional.empty()));
      } else if (part.startsWith("*")) {
        parameters.add(new Parameter(part.substring(1), Form.REST, Optional.empty()));
        keywordOnly = true;
      } else {
        int equals = part.indexOf('=');
        String name = (equals < 0 ? part : part.substring(0, equals)).strip();
        Optional<Object> otherwise =
            equals < 0
                ? Optional.empty()
                : Optional.of(literal(part.substring(equals + 1).strip()));
        parameters.add(
            new Parameter(name, keywordOnly ? Form.KEYWORD_ONLY : Form.POSITIONAL, otherwise));
      }
    }
    return new Signature(text, List.copyOf(parameters));
  }

  /// Splits at the commas that are in no parentheses.
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }

  private static Object literal(String text) {
    return switch (text) {
      case "None" -> PyNone.NONE;
      case "True" -> true;
      case "False" -> false;
      default -> {
        char first = text.charAt(0);
        if (first == '\'' || first == '"') {
          yield text.substring(1, text.length() - 1);
        }
        if (first == '(' || first == '[') {
          yield split(text.substring(1, text.length() - 1)).stream()
              .map(Signature::literal)
              .toList();
        }
        yield number(text);
      }
    };
  }

  private static Object number(String text) {
    try {
      return text.matches("[-+]?[0-9]+")
          ? (Object) Long.valueOf(text)
          : (Object) Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Expected a Python literal as default. Received: default=" + text, e);
    }
  }

  /// Binds a call's arguments to the parameters.
  ///
  /// @param args the positional arguments
  /// @param kwargs the keyword arguments
  /// @return the bound arguments, defaults filled in
  /// @throws IllegalArgumentException if they do not fit, as Python's `TypeError`
  public Arguments bind(List<?> args, Map<String, ?> kwargs) {
    Map<String, Object> bound = new LinkedHashMap<>();
    Map<String, Object> left = new LinkedHashMap<>(kwargs);
    Map<String, Object> passed = new LinkedHashMap<>(kwargs);
    int next = 0;
    for (Parameter parameter : parameters) {
      switch (parameter.form()) {
        case POSITIONAL -> {
          if (next < args.size()) {
            bound.put(parameter.name(), args.get(next));
            passed.put(parameter.name(), args.get(next++));
            if (left.containsKey(parameter.name())) {
              throw new IllegalArgumentException(
                  "Received two values for the argument `"
                      + parameter.name()
                      + "` of ("
                      + text
                      + ").");
            }
          } else {
            bound.put(parameter.name(), keyword(parameter, left));
          }
        }
        case KEYWORD_ONLY -> bound.put(parameter.name(), keyword(parameter, left));
        case REST -> {
          bound.put(parameter.name(), List.copyOf(args.subList(next, args.size())));
          next = args.size();
        }
        case KEYWORD_REST -> {
          bound.put(parameter.name(), new LinkedHashMap<>(left));
          left.clear();
        }
      }
    }
    if (next < args.size() || !left.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected the arguments ("
              + text
              + "). Received: "
              + args.size()
              + " positional arguments, and unknown ones "
              + left.keySet());
    }
    return new Arguments(bound, passed);
  }

  private Object keyword(Parameter parameter, Map<String, Object> left) {
    Object value = left.remove(parameter.name());
    if (value != null) {
      return value;
    }
    return parameter
        .otherwise()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected the argument `"
                        + parameter.name()
                        + "` of ("
                        + text
                        + "). Received: nothing for it."));
  }

  @Override
  public String toString() {
    return "(" + text + ")";
  }
}
