package org.keras4j.trainers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.keras4j.callbacks.Callback;
import org.keras4j.data.Arrays.Shuffle;
import org.keras4j.data.DataAdapter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tree;

/// How long and on what a model is trained, evaluated or used: the keywords of Keras's `fit`,
/// `evaluate` and `predict`.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(5).batchSize(128).validationSplit(0.1));
/// }
///
/// @see <a href="https://keras.io/api/models/model_training_apis/#fit-method">fit</a>
public final class FitOptions {
  int epochs = 1;
  int initialEpoch;
  OptionalInt batchSize = OptionalInt.empty();
  int verbose = 1;
  List<Callback> callbacks = List.of();
  double validationSplit;
  Optional<Validation> validation = Optional.empty();
  Shuffle shuffle = Shuffle.SAMPLES;
  Map<Integer, Double> classWeight = Map.of();
  Optional<Tree<Array>> sampleWeight = Optional.empty();
  OptionalInt stepsPerEpoch = OptionalInt.empty();
  OptionalInt validationSteps = OptionalInt.empty();
  OptionalInt validationBatchSize = OptionalInt.empty();
  int validationFrequency = 1;
  Set<Integer> validationEpochs = Set.of();

  FitOptions() {}

  /// What is evaluated after an epoch: arrays, or another source of batches.
  sealed interface Validation {
    /// Arrays.
    record Of(Tree<Array> x, Optional<Tree<Array>> y, Optional<Tree<Array>> sampleWeight)
        implements Validation {}

    /// Batches.
    record From(DataAdapter source) implements Validation {}
  }

  /// Sets the number of the epoch to end before (1 at first).
  public FitOptions epochs(int value) {
    epochs = value;
    return this;
  }

  /// Sets the number of the first epoch (0 at first).
  public FitOptions initialEpoch(int value) {
    initialEpoch = value;
    return this;
  }

  /// Sets how many samples a step takes (32 at first).
  ///
  /// @throws IllegalArgumentException if there is none
  public FitOptions batchSize(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Expected a positive batch size. Received: batch_size=" + value);
    }
    batchSize = OptionalInt.of(value);
    return this;
  }

  /// Sets how much is printed: 0 nothing, 1 a progress bar, 2 one line per epoch.
  public FitOptions verbose(int value) {
    verbose = value;
    return this;
  }

  /// Sets who is told what happens.
  public FitOptions callbacks(Callback... values) {
    callbacks = List.of(values);
    return this;
  }

  /// Sets who is told what happens.
  public FitOptions callbacks(List<? extends Callback> values) {
    callbacks = List.copyOf(values);
    return this;
  }

  /// Keeps the last part of the data for validation.
  ///
  /// @param share between 0 and 1
  public FitOptions validationSplit(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "Expected a share in [0, 1). Received: validation_split=" + share);
    }
    validationSplit = share;
    return this;
  }

  /// Validates on arrays.
  public FitOptions validationData(Array x, Array y) {
    validation =
        Optional.of(new Validation.Of(Tree.leaf(x), Optional.of(Tree.leaf(y)), Optional.empty()));
    return this;
  }

  /// Validates on arrays with weights.
  public FitOptions validationData(Array x, Array y, Array sampleWeight) {
    validation =
        Optional.of(
            new Validation.Of(
                Tree.leaf(x), Optional.of(Tree.leaf(y)), Optional.of(Tree.leaf(sampleWeight))));
    return this;
  }

  /// Validates on structures of arrays.
  public FitOptions validationData(
      Tree<Array> x, Optional<Tree<Array>> y, Optional<Tree<Array>> weights) {
    validation = Optional.of(new Validation.Of(x, y, weights));
    return this;
  }

  /// Validates on batches.
  public FitOptions validationData(DataAdapter batches) {
    validation = Optional.of(new Validation.From(batches));
    return this;
  }

  /// Sets whether samples are taken in random order (true at first).
  public FitOptions shuffle(boolean value) {
    shuffle = value ? Shuffle.SAMPLES : Shuffle.NONE;
    return this;
  }

  /// Sets in what order samples are taken.
  public FitOptions shuffle(Shuffle value) {
    shuffle = value;
    return this;
  }

  /// Sets the weight of the samples of each class; others count 1.
  public FitOptions classWeight(Map<Integer, Double> value) {
    classWeight = Map.copyOf(value);
    return this;
  }

  /// Sets the weight of each sample.
  public FitOptions sampleWeight(Array value) {
    sampleWeight = Optional.of(Tree.leaf(value));
    return this;
  }

  /// Sets the weights of samples for each output.
  public FitOptions sampleWeight(Tree<Array> value) {
    sampleWeight = Optional.of(value);
    return this;
  }

  /// Sets how many steps make an epoch.
  public FitOptions stepsPerEpoch(int value) {
    stepsPerEpoch = OptionalInt.of(value);
    return this;
  }

  /// Sets how many steps an evaluation or prediction takes: `steps` of Keras's `evaluate` and
  /// `predict`.
  public FitOptions steps(int value) {
    return stepsPerEpoch(value);
  }

  /// Sets how many steps a validation takes.
  public FitOptions validationSteps(int value) {
    validationSteps = OptionalInt.of(value);
    return this;
  }

  /// Sets how many samples a step of validation takes.
  public FitOptions validationBatchSize(int value) {
    validationBatchSize = OptionalInt.of(value);
    return this;
  }

  /// Validates after every so many epochs (1 at first).
  public FitOptions validationFreq(int value) {
    validationFrequency = value;
    return this;
  }

  /// Validates after epochs of the numbers, counted from 1.
  public FitOptions validationFreq(Set<Integer> value) {
    validationEpochs = Set.copyOf(value);
    return this;
  }

  boolean validatesAfter(int epoch) {
    return validationEpochs.isEmpty()
        ? (epoch + 1) % validationFrequency == 0
        : validationEpochs.contains(epoch + 1);
  }
}
