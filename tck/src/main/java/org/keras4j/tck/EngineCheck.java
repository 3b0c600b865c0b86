package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Backend;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Simplify;
import org.keras4j.transform.Vjp;

/// Holds an engine against another, usually the reference, on every primitive: executed by itself,
/// compiled and run twice, and differentiated.
///
/// {@snippet :
/// var differences =
///     new EngineCheck(engine, Backends.named("reference")).differences(DType.FLOAT32);
/// }
public final class EngineCheck {
  private final Backend engine;
  private final Backend reference;

  /// A check of an engine.
  ///
  /// @param engine which is checked
  /// @param reference what it is held against
  public EngineCheck(Backend engine, Backend reference) {
    this.engine = engine;
    this.reference = reference;
  }

  /// Where the engine answers differently, one line for each sample; empty if nowhere.
  ///
  /// @param real the dtype of real operands
  /// @return the lines
  public List<String> differences(DType real) {
    double tolerance =
        switch (real) {
          case FLOAT64 -> 1e-6;
          case FLOAT32 -> 1e-4;
          case FLOAT16, BFLOAT16 -> 3e-2;
          case BOOL,
              UINT8,
              UINT16,
              UINT32,
              UINT64,
              INT8,
              INT16,
              INT32,
              INT64,
              FLOAT8_E4M3FN,
              FLOAT8_E5M2,
              COMPLEX64,
              STRING ->
              throw new IllegalArgumentException(
                  "Expected a float of 16 bits or more. Received: real=" + real);
        };
    var lines = new ArrayList<String>();
    for (Sample sample : Samples.all(real)) {
      try {
        difference(sample, tolerance)
            .or(() -> differenceOfDerivative(sample, 10 * tolerance))
            .ifPresent(d -> lines.add(sample.name() + ": " + d));
      } catch (RuntimeException e) {
        lines.add(sample.name() + ": " + e);
      }
    }
    return lines;
  }

  private Optional<String> difference(Sample sample, double tolerance) {
    var expected = reference.execute(sample.op(), sample.in());
    var compiled = engine.compile(program(sample), Set.of());
    return difference(expected, engine.execute(sample.op(), sample.in()), tolerance)
        .or(() -> difference(expected, compiled.run(sample.in()), tolerance))
        .or(() -> difference(expected, compiled.run(sample.in()), tolerance));
  }

  private Optional<String> differenceOfDerivative(Sample sample, double tolerance) {
    Set<Integer> wrt = new TreeSet<>();
    for (int i = 0; i < sample.in().size(); i++) {
      if (sample.in().get(i).dtype().isDifferentiable()) {
        wrt.add(i);
      }
    }
    if (!sample.smooth() || wrt.isEmpty()) {
      return Optional.empty();
    }
    var program = Simplify.of(Vjp.of(program(sample), wrt));
    var in = new ArrayList<>(sample.in());
    var random = new Random(8);
    for (TensorType type : program.inputTypes().subList(in.size(), program.inputs().size())) {
      var seed = Elements.zeros(type);
      for (int i = 0; i < seed.size(); i++) {
        seed.setDouble(i, random.nextDouble() - 0.3);
      }
      in.add(seed.toArray());
    }
    return difference(
            reference.compile(program, Set.of()).run(in),
            engine.compile(program, Set.of()).run(in),
            tolerance)
        .map(d -> "derivative: " + d);
  }

  /// The program of one application; operands that are no floats are constants of it, so that loops
  /// know how often they run.
  private static Program program(Sample sample) {
    var inputs = new ArrayList<Var>();
    var equations = new ArrayList<Equation>();
    var operands = new ArrayList<Var>();
    for (Array x : sample.in()) {
      var input = new Var(x.type());
      inputs.add(input);
      if (x.dtype().isDifferentiable()) {
        operands.add(input);
      } else {
        var constant = Equation.of(new Constant(x), List.of());
        equations.add(constant);
        operands.add(constant.out().getFirst());
      }
    }
    var application = Equation.of(sample.op(), operands);
    equations.add(application);
    return new Program(inputs, equations, application.out());
  }

  private static Optional<String> difference(
      List<Array> expected, List<Array> actual, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      if (!actual.get(i).type().equals(expected.get(i).type())) {
        return Optional.of(
            "result %d is %s, not %s".formatted(i, actual.get(i).type(), expected.get(i).type()));
      }
      var x = expected.get(i).elements();
      var y = actual.get(i).elements();
      for (int k = 0; k < x.size(); k++) {
        if (!isClose(x.getDouble(k), y.getDouble(k), tolerance)
            || !isClose(x.getImaginary(k), y.getImaginary(k), tolerance)) {
          return Optional.of(
              "result %d, element %d: expected %s, got %s"
                  .formatted(i, k, x.getDouble(k), y.getDouble(k)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isClose(double x, double y, double tolerance) {
    return Double.compare(x, y) == 0 || Math.abs(x - y) <= tolerance * (1 + Math.abs(x));
  }
}
