package org.keras4j.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.data.Batch;
import org.keras4j.initializers.Ones;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Layer;
import org.keras4j.metrics.BinaryAccuracy;
import org.keras4j.metrics.Mean;
import org.keras4j.metrics.Metric;
import org.keras4j.models.Model;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;

/// Whether a tumour is benign, by a layer and a training step of one's own.
///
/// The layer weighs each measurement. The step prefers few measurements: it adds the sum of the
/// weights to the loss, and logs how much that is.
///
/// @see <a href="https://keras.io/guides/custom_train_step_in_jax/">Customizing what happens in
///   fit()</a>
public final class TumourTrainStep extends Model {
  private static final double SPARSITY = 0.01;

  private final Weighing weighing = track("weighing", new Weighing());
  private final Layer hidden = track("hidden", new Dense(16).activation("relu"));
  private final Layer head = track("head", new Dense(1));
  private final Mean loss = new Mean().name("loss");
  private final Mean weighed = new Mean().name("weighed");
  private final Metric accuracy = new BinaryAccuracy().threshold(0).name("accuracy");

  /// A model that is not trained yet.
  public TumourTrainStep() {}

  /// Multiplies each measurement by a weight of its own.
  static final class Weighing extends Layer {
    private @Nullable Variable weight;

    @Override
    protected void build(Shape input) {
      weight = addWeight("weight", Shape.of(input.dim(-1)), new Ones());
    }

    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return Ops.multiply(x, built(weight));
    }

    /// The sum of the weights, whatever their signs.
    Tensor size() {
      return Ops.sum(Ops.absolute(built(weight)));
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return head.apply(hidden.apply(weighing.apply(x)));
  }

  @Override
  protected List<Metric> ownMetrics() {
    return List.of(loss, weighed, accuracy);
  }

  @Override
  protected Map<String, Tensor> trainStep(Batch batch) {
    Tensor x = batch.x().single();
    Tensor y = Ops.cast(Ops.expandDims(batch.y().orElseThrow().single(), -1), x.dtype());
    var variables = trainableVariables();
    var step =
        Gradients.valueAndGrad(
            () -> {
              Tensor logits = apply(x, c -> c.training(true));
              Tensor error = Ops.mean(Ops.binaryCrossentropy(y, logits, true));
              Tensor size = weighing.size();
              return List.of(Ops.add(error, Ops.multiply(size, SPARSITY)), logits, size);
            },
            variables);
    optimizer().apply(step.gradients().stream().map(Optional::of).toList(), variables);
    loss.updateState(step.value());
    weighed.updateState(step.outputs().get(2));
    accuracy.updateState(y, step.outputs().get(1));
    var logs = new LinkedHashMap<String, Tensor>();
    ownMetrics().forEach(m -> logs.put(m.name(), m.result()));
    return logs;
  }

  /// Trains the model and gives the share of held-out tumours it judges right.
  public static double run(int epochs, int verbose) {
    RandomState.setRandomSeed(3);
    var tumours = Table.load("breast_cancer.csv");
    var model = new TumourTrainStep();
    model.compile(c -> c.optimizer(new Adam(0.01)));
    model.fit(
        tumours.xTrain(), tumours.yTrain(), f -> f.epochs(epochs).batchSize(32).verbose(verbose));
    float[] logits = model.predict(tumours.xTest(), f -> f.verbose(0)).toFloats();
    long[] labels = tumours.yTest().toLongs();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += (logits[i] > 0) == (labels[i] == 1) ? 1 : 0;
    }
    return right / (double) labels.length;
  }

  /// Trains and tells how well it went.
  public static void main(String... arguments) {
    System.out.printf("Tumours judged right: %.1f %%%n", 100 * run(20, 2));
  }
}
