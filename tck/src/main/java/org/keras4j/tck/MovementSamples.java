package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Samples of operations that move elements.
final class MovementSamples {
  private final List<Sample> out = new ArrayList<>();

  private MovementSamples() {}

  static List<Sample> of(Operands o) {
    var s = new MovementSamples();
    s.add("reshape", new Movement.Reshape(Shape.of(3, 4)), o.numbers(2, 6));
    s.add("transpose", new Movement.Transpose(List.of(2, 0, 1)), o.numbers(2, 3, 4));
    s.add("broadcast", new Movement.Broadcast(Shape.of(2, 3, 4), List.of(0, 2)), o.numbers(2, 4));
    s.add(
        "broadcast ones",
        new Movement.Broadcast(Shape.of(2, 3, 4), List.of(1, 2)),
        o.numbers(3, 1));
    s.add("broadcast scalar", new Movement.Broadcast(Shape.of(2, 3), List.of()), o.numbers());
    s.add(
        "slice", new Movement.Slice(List.of(1, 0), List.of(5, 4), List.of(2, 1)), o.numbers(6, 4));
    s.add("slice of nothing", new Movement.Slice(List.of(2), List.of(2), List.of(1)), o.numbers(4));
    s.add(
        "dynamic slice",
        new Movement.DynamicSlice(Shape.of(2, 3)),
        o.numbers(4, 5),
        Array.ofInts(Shape.of(2), 1, 2));
    s.add(
        "dynamic slice beyond",
        new Movement.DynamicSlice(Shape.of(2, 3)),
        o.numbers(4, 5),
        Array.ofInts(Shape.of(2), 9, -3));
    s.add(
        "dynamic update slice",
        new Movement.DynamicUpdateSlice(),
        o.numbers(4, 5),
        o.numbers(2, 3),
        Array.ofInts(Shape.of(2), 1, 7));
    s.add(
        "pad",
        new Movement.Pad(List.of(1, 0), List.of(2, 1), List.of(0, 0)),
        o.numbers(2, 3),
        o.numbers());
    s.add(
        "pad inside",
        new Movement.Pad(List.of(0, 1), List.of(1, 0), List.of(2, 1)),
        o.numbers(2, 3),
        o.numbers());
    s.add(
        "pad negative",
        new Movement.Pad(List.of(-1, 2), List.of(1, -1), List.of(0, 1)),
        o.numbers(3, 4),
        o.numbers());
    s.add(
        "concatenate",
        new Movement.Concatenate(1),
        o.numbers(2, 1),
        o.numbers(2, 3),
        o.numbers(2, 2));
    s.add("reverse", new Movement.Reverse(List.of(0, 2)), o.numbers(2, 3, 4));
    s.add("iota", new Movement.Iota(o.type(2, 3), 1));
    s.add("iota int", new Movement.Iota(TensorType.of(DType.INT32, 2, 3), 0));
    return s.out;
  }

  private void add(String name, Primitive op, Array... in) {
    out.add(new Sample(name, op, List.of(in), true));
  }
}
