package org.keras4j.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Reorders the axes of rows.
///
/// - Input: `(batch, ...)`
/// - Output: `(batch, ...)`, the axes in another order
///
/// {@snippet :
/// new Permute(2, 1).apply(x);   // (None, 10, 64) -> (None, 64, 10)
/// }
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/permute/">Permute</a>
public final class Permute extends BuiltIn<Permute> {
  private final Arg<List<Integer>> dims =
      required("dims", Codec.INTS)
          .check(
              d ->
                  d.stream()
                      .sorted()
                      .toList()
                      .equals(IntStream.rangeClosed(1, d.size()).boxed().toList()),
              "the numbers from 1 on, in any order");

  Permute() {}

  /// A layer that gives the axes in an order; the batch is not counted, so that 1 is the first.
  public Permute(int... dims) {
    set(this.dims, IntStream.of(dims).boxed().toList());
  }

  @Override
  public List<InputSpec> inputSpec() {
    return List.of(InputSpec.rank(dims.get().size() + 1));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    int[] axes =
        IntStream.concat(IntStream.of(0), dims.get().stream().mapToInt(Integer::intValue))
            .toArray();
    return Ops.transpose(x, axes);
  }
}
