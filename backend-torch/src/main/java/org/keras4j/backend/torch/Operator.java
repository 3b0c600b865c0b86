package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;

/// An operator of the library, found by name once: `add.Tensor`, `mm`.
///
/// Its schema is read as text, because the library's own description of the parameters cannot be
/// asked for from Java without a crash.
final class Operator {
  private static final Map<String, Operator> KNOWN = new ConcurrentHashMap<>();

  private final String name;
  private final OperatorHandle handle;
  private final List<Parameter> parameters;

  /// One parameter: its type, and what a call that leaves it out means.
  private record Parameter(String type, Optional<String> otherwise) {}

  private Operator(String name) {
    this.name = name;
    int dot = name.indexOf('.');
    handle =
        Dispatcher.singleton()
            .findSchemaOrThrow(
                "aten::" + (dot < 0 ? name : name.substring(0, dot)),
                dot < 0 ? "" : name.substring(dot + 1));
    handle.retainReference();
    try (var text = torch.toString(handle.schema())) {
      parameters = parameters(text.getString());
    }
  }

  static Operator of(String name) {
    return KNOWN.computeIfAbsent(name, Operator::new);
  }

  String name() {
    return name;
  }

  int numParameters() {
    return parameters.size();
  }

  /// What stands for an argument given as a Java value: numbers, booleans, lists of them, text.
  IValue constant(int parameter, Object value) {
    return Tensors.value(value, parameters.get(parameter).type());
  }

  /// What stands for a parameter that the call leaves out.
  IValue otherwise(int parameter) {
    var p = parameters.get(parameter);
    return Tensors.value(
        parse(
            p.otherwise()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "%s takes more arguments: parameter %d is %s"
                                .formatted(name, parameter, p.type())))),
        p.type());
  }

  /// Replaces the arguments on the stack by the results.
  void call(IValueVector stack) {
    try {
      handle.callBoxed(stack);
    } catch (RuntimeException e) {
      stack.clear();
      String message = String.valueOf(e.getMessage());
      int end = message.indexOf('\n');
      throw new IllegalStateException(
          "libtorch's %s: %s".formatted(name, end < 0 ? message : message.substring(0, end)), e);
    }
  }

  private static List<Parameter> parameters(String schema) {
    var out = new ArrayList<Parameter>();
    for (String part : split(schema.substring(schema.indexOf('(') + 1))) {
      if (part.equals("*")) {
        continue;
      }
      int equals = part.indexOf('=');
      String declared = equals < 0 ? part : part.substring(0, equals);
      out.add(
          new Parameter(
              declared.substring(0, declared.lastIndexOf(' ')),
              equals < 0 ? Optional.empty() : Optional.of(part.substring(equals + 1))));
    }
    return out;
  }

  /// The parts between commas, up to the parenthesis that ends the list.
  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; ; i++) {
      char c = text.charAt(i);
      boolean ends = c == ')' && depth == 0;
      if (ends || (c == ',' && depth == 0)) {
        if (i > start) {
          parts.add(text.substring(start, i).strip());
        }
        start = i + 1;
      }
      if (ends) {
        return parts;
      }
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    }
  }

  private static Object parse(String literal) {
    return switch (literal) {
      case "None" -> Tensors.NONE;
      case "True" -> true;
      case "False" -> false;
      default -> {
        if (literal.startsWith("[")) {
          String inner = literal.substring(1, literal.length() - 1);
          yield inner.isBlank()
              ? new long[0]
              : java.util.Arrays.stream(inner.split(","))
                  .mapToLong(s -> Long.parseLong(s.strip()))
                  .toArray();
        }
        if (literal.startsWith("\"") || literal.startsWith("'")) {
          yield literal.substring(1, literal.length() - 1);
        }
        // Names of the library's own enumerations: reductions, memory formats.
        if (Character.isLetter(literal.charAt(0))) {
          yield literal.equals("Mean") ? 1L : 0L;
        }
        yield literal.matches("-?\\d+")
            ? (Object) Long.parseLong(literal)
            : (Object) Double.parseDouble(literal);
      }
    };
  }
}
