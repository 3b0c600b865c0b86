package org.keras4j.applications;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.keras4j.config.KerasConfig;
import org.keras4j.tensor.Shape;

/// What the networks of `keras.applications` have in common to be chosen.
///
/// {@snippet :
/// Model features = ResNet50.model(o -> o.includeTop(false).pooling("avg"));
/// }
///
/// Unlike in Keras, weights are random unless a file is given: nothing is fetched from the network.
///
/// @see <a href="https://keras.io/api/applications/">Keras Applications</a>
public final class ApplicationOptions {
  private static final int CHANNELS = 3;

  private Optional<Path> weights = Optional.empty();
  private boolean includeTop = true;
  private Optional<Shape> inputShape = Optional.empty();
  private Optional<String> pooling = Optional.empty();
  private int classes = 1000;
  private String classifierActivation = "softmax";
  private String name;

  ApplicationOptions(String name) {
    this.name = name;
  }

  /// Sets a file of weights (random weights at first).
  public ApplicationOptions weights(Path value) {
    weights = Optional.of(value);
    return this;
  }

  /// Sets whether the layers that tell classes apart are there (true at first).
  public ApplicationOptions includeTop(boolean value) {
    includeTop = value;
    return this;
  }

  /// Sets the shape of an image without the batch; -1 is unknown.
  public ApplicationOptions inputShape(int... value) {
    inputShape = Optional.of(Shape.of(value));
    return this;
  }

  /// Sets what becomes of the last features without the top: `avg` or `max` over all places (all of
  /// them at first).
  ///
  /// @throws IllegalArgumentException if it is another
  public ApplicationOptions pooling(String value) {
    String chosen = value.toLowerCase(Locale.ROOT);
    if (!chosen.equals("avg") && !chosen.equals("max")) {
      throw new IllegalArgumentException(
          "Expected 'avg' or 'max'. Received: pooling='%s'".formatted(value));
    }
    pooling = Optional.of(chosen);
    return this;
  }

  /// Sets the number of classes (1000 at first).
  ///
  /// @throws IllegalArgumentException if there is none
  public ApplicationOptions classes(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected at least one class. Received: classes=" + value);
    }
    classes = value;
    return this;
  }

  /// Sets the activation of the top (`softmax` at first); `linear` for logits.
  public ApplicationOptions classifierActivation(String value) {
    classifierActivation = value;
    return this;
  }

  /// Sets the name of the model.
  public ApplicationOptions name(String value) {
    name = value;
    return this;
  }

  Optional<Path> weights() {
    return weights;
  }

  boolean includeTop() {
    return includeTop;
  }

  Optional<String> pooling() {
    return pooling;
  }

  int classes() {
    return classes;
  }

  String classifierActivation() {
    return classifierActivation;
  }

  String name() {
    return name;
  }

  /// The shape of an image: the chosen one, or else a square of the usual size, of any size where
  /// there is no top.
  ///
  /// @throws IllegalArgumentException if it is not of three sizes, too small, or unknown with a top
  Shape imageShape(int usual, int smallest) {
    boolean last = KerasConfig.imageDataFormat().equals("channels_last");
    int size = includeTop ? usual : Shape.UNKNOWN;
    Shape shape =
        inputShape.orElse(last ? Shape.of(size, size, CHANNELS) : Shape.of(CHANNELS, size, size));
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "`input_shape` must be a tuple of three integers. Received: input_shape=" + shape);
    }
    int first = last ? 0 : 1;
    for (int axis = first; axis < first + 2; axis++) {
      int dim = shape.dim(axis);
      if (dim == Shape.UNKNOWN && includeTop) {
        throw new IllegalArgumentException(
            "If `include_top` is True, you should specify a static `input_shape`. Received: input_shape="
                + shape);
      }
      if (dim != Shape.UNKNOWN && dim < smallest) {
        throw new IllegalArgumentException(
            "Input size must be at least %dx%d; Received: input_shape=%s"
                .formatted(smallest, smallest, shape));
      }
    }
    return shape;
  }
}
