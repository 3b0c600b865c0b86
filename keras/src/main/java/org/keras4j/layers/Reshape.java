package org.keras4j.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Gives rows another shape.
///
/// - Input: `(batch, ...)`
/// - Output: `(batch, targetShape...)`
///
/// {@snippet :
/// new Reshape(3, -1).apply(x);   // (None, 12) -> (None, 3, 4)
/// }
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/reshape/">Reshape</a>
public final class Reshape extends BuiltIn<Reshape> {
  private static final Codec<List<Integer>> SIZES =
      Codec.of(
          sizes -> sizes,
          value ->
              value instanceof List<?> list
                  ? list.stream().map(d -> d == null ? -1 : Codec.INT.decode(d)).toList()
                  : List.of(Codec.INT.decode(value)));

  private final Arg<List<Integer>> targetShape =
      required("target_shape", SIZES)
          .check(
              s ->
                  s.stream().allMatch(d -> d >= -1) && s.stream().filter(d -> d == -1).count() <= 1,
              "sizes of which at most one is -1");

  Reshape() {
    builtFromTheStart();
  }

  /// A layer that gives rows of the sizes; one may be -1 and follows from the others.
  public Reshape(int... targetShape) {
    this();
    set(this.targetShape, IntStream.of(targetShape).boxed().toList());
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    Tensor x = arguments.tensors().getFirst();
    return Tree.leaf(new TensorType(x.dtype(), outputShape(x.shape())));
  }

  private Shape outputShape(Shape input) {
    Shape row = input.slice(1, input.rank());
    Shape target = Shape.of(targetShape.get());
    int open = targetShape.get().indexOf(-1);
    if (row.isKnown()) {
      long known = open < 0 ? target.size() : target.without(List.of(open)).size();
      boolean fits = open < 0 ? known == row.size() : known > 0 && row.size() % known == 0;
      if (!fits) {
        throw new IllegalArgumentException(
            "The total size of the tensor must be unchanged. Received: input_shape=%s, target_shape=%s"
                .formatted(row, target));
      }
      if (open >= 0) {
        target = target.with(open, Math.toIntExact(row.size() / known));
      }
    }
    return target.insert(0, input.dim(0));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Ops.reshape(x, outputShape(x.shape()));
  }
}
