package org.keras4j.examples;

import java.util.function.Consumer;
import org.keras4j.layers.Conv2D;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.layers.MaxPooling2D;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.trainers.FitOptions;

/// A convolutional network that reads handwritten digits: Keras's "simple convnet" on smaller
/// images.
///
/// @see <a href="https://keras.io/examples/vision/mnist_convnet/">Simple MNIST convnet</a>
public final class DigitsConvnet {
  private DigitsConvnet() {}

  /// The network, not yet trained.
  public static Sequential model() {
    var model =
        new Sequential(
            new Input(8, 8, 1),
            new Conv2D(32, 3).activation("relu").padding("same"),
            new Conv2D(32, 3).activation("relu").padding("same"),
            new MaxPooling2D(2),
            new Conv2D(64, 3).activation("relu").padding("same"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.4),
            new Dense(10).activation("softmax"));
    model.compile(
        c ->
            c.optimizer(new Adam(2e-3))
                .loss("sparse_categorical_crossentropy")
                .metrics("accuracy"));
    return model;
  }

  /// Trains it.
  public static void train(Sequential model, Digits digits, Consumer<FitOptions> more) {
    model.fit(
        digits.xTrain(),
        digits.yTrain(),
        f -> {
          f.epochs(15).batchSize(64).validationSplit(0.1);
          more.accept(f);
        });
  }
}
