package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Concatenate;
import org.keras4j.ir.Movement.DynamicSlice;
import org.keras4j.ir.Movement.DynamicUpdateSlice;
import org.keras4j.ir.Movement.Iota;
import org.keras4j.ir.Movement.Pad;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Movement.Reverse;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Movement.Transpose;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that move elements about.
final class MovementHlo {
  private final Hlo hlo;

  MovementHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  Value write(Movement op, List<Value> in, TensorType out) {
    return switch (op) {
      case Reshape(Shape shape) -> hlo.reshape(in.getFirst(), shape);
      case Transpose(var permutation) ->
          hlo.call("stablehlo.transpose", in, ", dims = " + permutation, out);
      case Broadcast(Shape shape, var axes) -> hlo.broadcast(in.getFirst(), shape, axes);
      case Slice(var starts, var limits, var strides) ->
          hlo.slice(in.getFirst(), starts, limits, strides);
      case DynamicSlice(Shape sizes) -> {
        var operands = new ArrayList<>(List.of(in.getFirst()));
        operands.addAll(scalars(in.get(1)));
        yield hlo.call("stablehlo.dynamic_slice", operands, ", sizes = " + sizes.toList(), out);
      }
      case DynamicUpdateSlice _ -> {
        var operands = new ArrayList<>(in.subList(0, 2));
        operands.addAll(scalars(in.get(2)));
        yield hlo.call("stablehlo.dynamic_update_slice", operands, "", out);
      }
      case Pad(var low, var high, var interior) ->
          hlo.pad(in.get(0), in.get(1), low, high, interior);
      case Concatenate(int axis) -> hlo.call("stablehlo.concatenate", in, ", dim = " + axis, out);
      case Reverse(var axes) ->
          hlo.value(
              "stablehlo.reverse %s, dims = %s : %s"
                  .formatted(in.getFirst().name(), axes, HloTypes.of(out)),
              out);
      case Iota(TensorType type, int axis) -> hlo.iota(type, axis);
    };
  }

  /// The entries of a vector, each a scalar.
  private List<Value> scalars(Value vector) {
    var out = new ArrayList<Value>();
    for (int i = 0; i < vector.shape().dim(0); i++) {
      var one = hlo.slice(vector, List.of(i), List.of(i + 1), List.of(1));
      out.add(hlo.reshape(one, Shape.SCALAR));
    }
    return out;
  }
}
