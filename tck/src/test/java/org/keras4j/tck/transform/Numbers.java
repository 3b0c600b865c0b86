package org.keras4j.tck.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tck.Sample;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Vectors of numbers made of tensors, complex elements as pairs.
final class Numbers {
  private Numbers() {}

  /// The program of one equation; operands that are no floats are constants of it, so that loops
  /// know how often they run.
  static Program program(Sample sample) {
    var inputs = sample.in().stream().map(x -> new Var(x.type())).toList();
    var equations = new ArrayList<Equation>();
    var operands = new ArrayList<Var>();
    for (int i = 0; i < inputs.size(); i++) {
      if (isDifferentiable(sample.in().get(i))) {
        operands.add(inputs.get(i));
      } else {
        var constant = Equation.of(new Constant(sample.in().get(i)), List.of());
        equations.add(constant);
        operands.add(constant.out().getFirst());
      }
    }
    var equation = Equation.of(sample.op(), operands);
    equations.add(equation);
    return new Program(inputs, equations, equation.out());
  }

  static List<Array> run(Program program, List<Array> in) {
    return Interpreter.run(program, in).stream().map(t -> (Array) t).toList();
  }

  static boolean isDifferentiable(Tensor t) {
    return t.dtype().isDifferentiable();
  }

  static List<Integer> differentiable(List<? extends Tensor> tensors) {
    var out = new ArrayList<Integer>();
    for (int i = 0; i < tensors.size(); i++) {
      if (isDifferentiable(tensors.get(i))) {
        out.add(i);
      }
    }
    return out;
  }

  static Array random(TensorType type, Random random) {
    var out = Elements.zeros(type);
    for (int i = 0; i < out.size(); i++) {
      if (type.dtype().isComplex()) {
        out.setComplex(i, random.nextDouble() - 0.5, random.nextDouble() - 0.5);
      } else {
        out.setDouble(i, random.nextDouble() * 2 - 1);
      }
    }
    return out.toArray();
  }

  /// How many real numbers a tensor holds.
  static int size(Array x) {
    return x.elements().size() * (x.dtype().isComplex() ? 2 : 1);
  }

  /// x with one of its real numbers moved.
  static Array moved(Array x, int place, double by) {
    var from = x.elements();
    var out = Elements.zeros(x.type());
    boolean complex = x.dtype().isComplex();
    for (int i = 0; i < out.size(); i++) {
      if (complex) {
        out.setComplex(
            i,
            from.getDouble(i) + (place == 2 * i ? by : 0),
            from.getImaginary(i) + (place == 2 * i + 1 ? by : 0));
      } else {
        out.setDouble(i, from.getDouble(i) + (place == i ? by : 0));
      }
    }
    return out.toArray();
  }

  /// The derivative by one real number that a cotangent in JAX's convention stands for: the
  /// imaginary direction counts negative.
  static double slope(Array cotangent, int place) {
    if (!cotangent.dtype().isComplex()) {
      return cotangent.elements().getDouble(place);
    }
    var e = cotangent.elements();
    return place % 2 == 0 ? e.getDouble(place / 2) : -e.getImaginary(place / 2);
  }

  /// The sum of products, the real part of it for complex ones.
  static double inner(Array a, Array b) {
    double sum = 0;
    var x = a.elements();
    var y = b.elements();
    for (int i = 0; i < x.size(); i++) {
      sum += x.getDouble(i) * y.getDouble(i) - x.getImaginary(i) * y.getImaginary(i);
    }
    return sum;
  }
}
