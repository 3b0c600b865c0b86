package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Control;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Samples of branches, loops and named compositions.
final class ControlSamples {
  private static final TensorType COUNT = TensorType.of(DType.INT32);

  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private ControlSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var s = new ControlSamples(o);
    s.branches();
    s.loops();
    s.scans();
    s.composites();
    return s.out;
  }

  private void add(String name, Primitive op, boolean smooth, Array... in) {
    out.add(new Sample(name, op, List.of(in), smooth));
  }

  private static Program program(
      List<TensorType> types, java.util.function.Function<List<Tensor>, List<Tensor>> f) {
    return Trace.of(types, f).program();
  }

  private void branches() {
    var types = List.of(o.type(3), o.type(3));
    var op =
        new Control.Cond(
            List.of(
                program(types, in -> List.of(Lax.sin(in.get(0)), in.get(1))),
                program(types, in -> List.of(Lax.mul(in.get(0), in.get(1)), Lax.exp(in.get(0)))),
                program(types, in -> List.of(in.get(1), Lax.zeros(o.type(3))))));
    for (int i : new int[] {0, 1, 7}) {
      add("cond " + i, op, true, Array.ofInts(Shape.SCALAR, i), o.numbers(3), o.numbers(3));
    }
  }

  /// Multiplies by a constant and counts, until the count reaches another constant.
  private void loops() {
    var condition =
        program(List.of(COUNT, COUNT, o.type(3)), in -> List.of(Lax.lt(in.get(1), in.get(0))));
    var body =
        program(
            List.of(o.type(3), COUNT, o.type(3)),
            in ->
                List.of(
                    Lax.add(in.get(1), Lax.scalar(DType.INT32, 1)),
                    Lax.sin(Lax.mul(in.get(0), in.get(2)))));
    add(
        "while",
        new Control.While(condition, 1, body, 1),
        true,
        Array.ofInts(Shape.SCALAR, 4),
        o.numbers(3),
        Array.ofInts(Shape.SCALAR, 1),
        o.numbers(3));
    var below =
        program(List.of(o.type()), in -> List.of(Lax.lt(in.getFirst(), Lax.scalar(o.real(), 100))));
    var twice = program(List.of(o.type()), in -> List.of(Lax.add(in.getFirst(), in.getFirst())));
    add(
        "while by value",
        new Control.While(below, 0, twice, 0),
        false,
        Array.scalar(o.real(), 3.0));
  }

  private void scans() {
    // A recurrent cell: constant weights, a state and a count, a sequence; gives the state's
    // square.
    var cell =
        program(
            List.of(o.type(2, 2), o.type(2), COUNT, o.type(2)),
            in -> {
              var turned = Lax.transpose(Lax.exp(in.get(0)), List.of(1, 0));
              var product =
                  Lax.reduceSum(
                      Lax.mul(turned, Lax.broadcast(in.get(1), Shape.of(2, 2), List.of(1))),
                      List.of(1));
              var state = Lax.tanh(Lax.add(product, in.get(3)));
              return List.of(
                  state,
                  Lax.add(in.get(2), Lax.scalar(DType.INT32, 2)),
                  Lax.mul(state, state),
                  Lax.convert(in.get(2), o.real()));
            });
    for (boolean reverse : new boolean[] {false, true}) {
      add(
          "scan " + (reverse ? "reverse" : "forward"),
          new Control.Scan(cell, 4, 1, 2, reverse),
          true,
          o.uniform(-1, 0.5, 2, 2),
          o.numbers(2),
          Array.ofInts(Shape.SCALAR, 0),
          o.numbers(4, 2));
    }
    var sum = program(List.of(o.type(2), o.type(2)), in -> List.of(Lax.add(in.get(0), in.get(1))));
    add(
        "scan of nothing",
        new Control.Scan(sum, 0, 0, 1, false),
        true,
        o.numbers(2),
        o.numbers(0, 2));
  }

  private void composites() {
    var types = List.of(o.type(3), o.type(3));
    var body = program(types, in -> List.of(Lax.mul(Lax.sin(in.get(0)), in.get(1))));
    add(
        "composite",
        new Control.Composite("sample", Map.of("scale", 2L), body, Optional.empty()),
        true,
        o.numbers(3),
        o.numbers(3));
    add(
        "composite with derivative",
        new Control.Composite(
            "sample_with_derivative",
            Map.of(),
            body,
            Optional.of(
                (in, _, g) -> {
                  var cotangent = g.getFirst().orElseThrow();
                  return List.of(
                      Optional.of(Lax.mul(cotangent, Lax.mul(Lax.cos(in.get(0)), in.get(1)))),
                      Optional.of(Lax.mul(cotangent, Lax.sin(in.get(0)))));
                })),
        true,
        o.numbers(3),
        o.numbers(3));
  }
}
