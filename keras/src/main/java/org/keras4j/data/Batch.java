package org.keras4j.data;

import java.util.Optional;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// One step's worth of data: inputs, and perhaps targets and the weight of each sample.
///
/// @param x the inputs, one tensor or a structure of them, the first axis counting samples
/// @param y the targets, in the structure of the outputs
/// @param sampleWeight weights, one tensor or one for each target
public record Batch(Tree<Tensor> x, Optional<Tree<Tensor>> y, Optional<Tree<Tensor>> sampleWeight) {
  /// Inputs only.
  public static Batch of(Tensor x) {
    return new Batch(Tree.leaf(x), Optional.empty(), Optional.empty());
  }

  /// Inputs and targets.
  public static Batch of(Tensor x, Tensor y) {
    return new Batch(Tree.leaf(x), Optional.of(Tree.leaf(y)), Optional.empty());
  }

  /// Inputs, targets and weights.
  public static Batch of(Tensor x, Tensor y, Tensor sampleWeight) {
    return new Batch(Tree.leaf(x), Optional.of(Tree.leaf(y)), Optional.of(Tree.leaf(sampleWeight)));
  }

  /// The number of samples.
  public int size() {
    return x.flatten().getFirst().shape().dim(0);
  }
}
