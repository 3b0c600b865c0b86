package org.keras4j.layers;

import java.util.List;
import org.keras4j.config.Config;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Crosses features: puts each combination of texts and whole numbers into a bin by its hash.
///
/// - Input: a list of tensors of shape `()`, `(batch)` or `(batch, 1)`, strings or whole numbers
/// - Output: the same shape, int64; with `one_hot`, vectors of `numBins` numbers
///
/// {@snippet :
/// new HashedCrossing(5).apply(List.of(cities, months));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing/">HashedCrossing</a>
public final class HashedCrossing extends HashingLayer<HashedCrossing> {
  /// What TensorFlow begins a cross with.
  private static final long START = 0xDECAFCAFFEL;

  HashedCrossing() {
    super(CategoricalEncoding.MULTI_HOT, CategoricalEncoding.COUNT);
  }

  /// A layer of a number of bins.
  public HashedCrossing(int numBins) {
    this();
    set(this.numBins, numBins);
  }

  private Shape requireFeatures(List<Tensor> inputs) {
    Shape shape = inputs.isEmpty() ? Shape.SCALAR : inputs.getFirst().shape();
    boolean column = shape.rank() < 2 || (shape.rank() == 2 && shape.dim(1) == 1);
    boolean same = inputs.stream().allMatch(t -> t.shape().equals(shape));
    boolean discrete =
        inputs.stream().allMatch(t -> t.dtype().isInteger() || t.dtype() == DType.STRING);
    if (inputs.size() < 2 || !column || !same || !discrete) {
      throw new IllegalArgumentException(
          "Layer '%s' takes a list of at least two tensors of one shape, `()`, `(batch)` or `(batch, 1)`, of strings or whole numbers. Received: %s"
              .formatted(name(), inputs.stream().map(Tensor::type).toList()));
    }
    return shape;
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    return Tree.leaf(outputType(requireFeatures(arguments.tensors())));
  }

  @Override
  protected Tensor call(List<Tensor> inputs, Call ctx) {
    Shape shape = requireFeatures(inputs);
    List<Array> columns = inputs.stream().map(this::host).toList();
    long[] bins = new long[Math.toIntExact(columns.getFirst().type().size())];
    for (int i = 0; i < bins.length; i++) {
      long hash = START;
      for (Array column : columns) {
        long feature =
            column.dtype() == DType.STRING
                ? FarmHash.fingerprint64(text(column, i))
                : column.elements().getLong(i);
        hash = FarmHash.concatenated(hash, feature);
      }
      bins[i] = Long.remainderUnsigned(hash, numBins.get());
    }
    return encoded(shape, bins);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    throw new IllegalArgumentException(
        "Layer '%s' takes a list of at least two tensors. Received: inputs of shape %s"
            .formatted(name(), x.shape()));
  }

  @Override
  public Config getConfig() {
    return super.getConfig().without("trainable").with("dtype", variableDType());
  }
}
