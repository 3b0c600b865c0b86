package org.keras4j.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keras4j.layers.Concatenate;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Model;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// From which of three growers a wine is, by its chemistry and by its colour: a functional model
/// with two inputs and two outputs.
///
/// @see <a href="https://keras.io/guides/functional_api/">The Functional API</a>
public final class WineFunctional {
  private static final int NUM_CHEMISTRY = 9;
  private static final int NUM_COLOUR = 4;

  private WineFunctional() {}

  /// A model that tells the grower, and guesses the colour from the chemistry beside.
  public static Model model() {
    var chemistry = new Input(NUM_CHEMISTRY).name("chemistry").tensor();
    var colour = new Input(NUM_COLOUR).name("colour").tensor();

    Tensor tasted = new Dense(16).activation("relu").name("tasted").apply(chemistry);
    Tensor seen = new Dense(8).activation("relu").name("seen").apply(colour);
    Tensor both = new Concatenate().apply(tasted, seen);

    Tensor grower = new Dense(3).activation("softmax").name("grower").apply(both);
    Tensor guess = new Dense(NUM_COLOUR).name("guessed_colour").apply(tasted);

    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("chemistry", chemistry);
    inputs.put("colour", colour);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("grower", grower);
    outputs.put("guessed_colour", guess);
    var model = new Model(inputs, outputs);
    model.compile(
        c ->
            c.optimizer("adam")
                .losses(
                    Map.of("grower", "sparse_categorical_crossentropy", "guessed_colour", "mse"))
                .lossWeights(Map.of("grower", 1.0, "guessed_colour", 0.1))
                .metrics((Object) Map.of("grower", "accuracy")));
    return model;
  }

  private static Tree<Array> inputs(Array x) {
    Map<String, Array> out = new LinkedHashMap<>();
    out.put("chemistry", columns(x, 0, NUM_CHEMISTRY));
    out.put("colour", columns(x, NUM_CHEMISTRY, NUM_CHEMISTRY + NUM_COLOUR));
    return Tree.of(out, Array.class);
  }

  private static Tree<Array> targets(Array x, Array y) {
    Map<String, Array> out = new LinkedHashMap<>();
    out.put("grower", y);
    out.put("guessed_colour", columns(x, NUM_CHEMISTRY, NUM_CHEMISTRY + NUM_COLOUR));
    return Tree.of(out, Array.class);
  }

  private static Array columns(Array x, int from, int to) {
    return (Array) Ops.getItem(x, Index.all(), Index.range(from, to));
  }

  /// Trains the model and gives the share of held-out wines whose grower it tells.
  public static double run(int epochs, int verbose) {
    RandomState.setRandomSeed(1);
    var wine = Table.load("wine_data.csv");
    var model = model();
    model.fit(
        inputs(wine.xTrain()),
        Optional.of(targets(wine.xTrain(), wine.yTrain())),
        f -> f.epochs(epochs).batchSize(16).verbose(verbose));
    var logs =
        model.evaluate(
            inputs(wine.xTest()),
            Optional.of(targets(wine.xTest(), wine.yTest())),
            f -> f.verbose(0));
    return logs.getOrDefault("grower_accuracy", 0.0);
  }

  /// Trains and tells how well it went.
  public static void main(String... arguments) {
    model().summary();
    System.out.printf("Growers told right: %.0f %%%n", 100 * run(30, 2));
  }
}
