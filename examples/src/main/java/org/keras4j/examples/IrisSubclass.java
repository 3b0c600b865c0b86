package org.keras4j.examples;

import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.optimizers.Adam;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Tensor;

/// Which of three irises a flower is: a model of a class of its own.
///
/// @see <a href="https://keras.io/guides/making_new_layers_and_models_via_subclassing/">Making new
///   layers and models via subclassing</a>
public final class IrisSubclass extends Model {
  private final Layer hidden = track("hidden", new Dense(16).activation("relu"));
  private final Layer dropout = track("dropout", new Dropout(0.1));
  private final Layer head = track("head", new Dense(3).activation("softmax"));

  /// A model that is not trained yet.
  public IrisSubclass() {}

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return head.apply(dropout.apply(hidden.apply(x)));
  }

  /// Trains the model and gives the share of held-out flowers it names.
  public static double run(int epochs, int verbose) {
    RandomState.setRandomSeed(2);
    var iris = Table.load("iris.csv");
    var model = new IrisSubclass();
    model.compile(
        c ->
            c.optimizer(new Adam(0.01))
                .loss("sparse_categorical_crossentropy")
                .metrics("accuracy"));
    model.fit(iris.xTrain(), iris.yTrain(), f -> f.epochs(epochs).batchSize(16).verbose(verbose));
    return model
        .evaluate(iris.xTest(), iris.yTest(), f -> f.verbose(0))
        .getOrDefault("accuracy", 0.0);
  }

  /// Trains and tells how well it went.
  public static void main(String... arguments) {
    System.out.printf("Flowers named right: %.0f %%%n", 100 * run(30, 2));
  }
}
