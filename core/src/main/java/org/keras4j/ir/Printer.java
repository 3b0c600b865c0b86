package org.keras4j.ir;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a program as text: names in order of appearance, nested programs indented.
final class Printer {
  private final StringBuilder out = new StringBuilder();
  private final Map<Var, String> names = new IdentityHashMap<>();

  private Printer() {}

  static String print(Program program) {
    var printer = new Printer();
    printer.program(program, "");
    return printer.out.toString();
  }

  private void program(Program program, String indent) {
    out.append("(").append(declare(program.inputs())).append(") {\n");
    for (Equation equation : program.equations()) {
      out.append(indent)
          .append("  ")
          .append(declare(equation.out()))
          .append(" = ")
          .append(equation.op().print());
      out.append(
          equation.in().stream()
              .map(this::name)
              .collect(Collectors.joining(" ", " ", ""))
              .stripTrailing());
      if (equation.op() instanceof Control control) {
        control
            .programs()
            .forEach(
                nested -> {
                  out.append(" ");
                  program(nested, indent + "  ");
                });
      }
      out.append("\n");
    }
    out.append(indent).append("  return ");
    out.append(program.outputs().stream().map(this::name).collect(Collectors.joining(" ")))
        .append("\n");
    out.append(indent).append("}");
  }

  private String declare(List<Var> vars) {
    return vars.stream().map(v -> name(v) + ":" + v.type()).collect(Collectors.joining(", "));
  }

  private String name(Var v) {
    return names.computeIfAbsent(v, _ -> letters(names.size()));
  }

  private static String letters(int n) {
    String last = String.valueOf((char) ('a' + n % 26));
    return n < 26 ? last : letters(n / 26 - 1) + last;
  }
}
