package org.keras4j.transform;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.keras4j.ir.Control;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Which values of a program derivatives flow through: those of a float or complex dtype that
/// depend on an active input.
final class Activity {
  private Activity() {}

  static boolean[] outputs(Program program, boolean[] inputs) {
    Set<Var> active = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] && differentiable(program.inputs().get(i))) {
        active.add(program.inputs().get(i));
      }
    }
    for (Equation equation : program.equations()) {
      boolean[] in = of(active, equation.in());
      if (any(in)) {
        boolean[] out = results(equation, in);
        for (int i = 0; i < out.length; i++) {
          if (out[i]) {
            active.add(equation.out().get(i));
          }
        }
      }
    }
    return of(active, program.outputs());
  }

  /// Which results of an equation are active.
  static boolean[] results(Equation equation, boolean[] in) {
    boolean[] out =
        equation.op() instanceof Control control
            ? control(control, in)
            : filled(equation.out().size());
    for (int i = 0; i < out.length; i++) {
      out[i] &= differentiable(equation.out().get(i));
    }
    return out;
  }

  private static boolean[] control(Control op, boolean[] in) {
    return switch (op) {
      case Control.Cond(var branches) -> {
        boolean[] any = new boolean[branches.getFirst().outputs().size()];
        for (Program branch : branches) {
          merge(any, outputs(branch, java.util.Arrays.copyOfRange(in, 1, in.length)));
        }
        yield any;
      }
      case Control.While w -> {
        boolean[] carried = java.util.Arrays.copyOfRange(in, w.conditionConstants(), in.length);
        yield carried(w.body(), carried, w.bodyConstants(), carried.length - w.bodyConstants());
      }
      case Control.Scan s -> {
        boolean[] operands = in.clone();
        boolean[] carry = carried(s.body(), operands, s.constants(), s.carry());
        System.arraycopy(carry, 0, operands, s.constants(), s.carry());
        boolean[] out = outputs(s.body(), operands);
        System.arraycopy(carry, 0, out, 0, s.carry());
        yield out;
      }
      case Control.Composite c -> outputs(c.body(), in);
    };
  }

  /// The carried values that are active at the start or become so in the loop.
  static boolean[] carried(Program body, boolean[] operands, int start, int carry) {
    boolean[] in = operands.clone();
    while (true) {
      boolean[] out = outputs(body, in);
      boolean changed = false;
      for (int i = 0; i < carry; i++) {
        if (out[i] && !in[start + i]) {
          in[start + i] = true;
          changed = true;
        }
      }
      if (!changed) {
        return java.util.Arrays.copyOfRange(in, start, start + carry);
      }
    }
  }

  static boolean differentiable(Var v) {
    return v.type().dtype().isDifferentiable();
  }

  static boolean[] of(Set<Var> active, List<Var> vars) {
    boolean[] out = new boolean[vars.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = active.contains(vars.get(i));
    }
    return out;
  }

  static boolean any(boolean[] flags) {
    for (boolean f : flags) {
      if (f) {
        return true;
      }
    }
    return false;
  }

  private static void merge(boolean[] into, boolean[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] |= from[i];
    }
  }

  private static boolean[] filled(int n) {
    boolean[] out = new boolean[n];
    java.util.Arrays.fill(out, true);
    return out;
  }
}
