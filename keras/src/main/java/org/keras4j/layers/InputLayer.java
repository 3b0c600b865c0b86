package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Where a model begins: a tensor of a shape and dtype that is not there yet.
///
/// Usually written as [Input], which is the same with sizes for arguments.
///
/// @see <a href="https://keras.io/api/layers/core_layers/input/">Input</a>
@SuppressWarnings("this-escape") // keywords and inner layers are declared while constructing
public class InputLayer extends BuiltIn<InputLayer> {
  private final Arg<Shape> batchShape = required("batch_shape", Codec.SHAPE);
  private final Arg<DType> dtype = arg("dtype", Codec.DTYPE, KerasConfig::floatx);
  private final Arg<Boolean> sparse = arg("sparse", false);
  private final Arg<Boolean> ragged = arg("ragged", false);
  private final Arg<Boolean> optional = arg("optional", false);
  private @Nullable KerasTensor tensor;

  InputLayer() {
    builtFromTheStart();
  }

  /// An input of a shape whose first axis is the batch.
  public InputLayer(Shape batchShape) {
    this();
    set(this.batchShape, batchShape);
  }

  static InputLayer fromConfig(Config config) {
    var read = config.without("name");
    if (config.get("batch_input_shape") != null) {
      read = read.without("batch_input_shape").with("batch_shape", config.get("batch_input_shape"));
    }
    if (config.get("shape") != null && read.get("batch_shape") != null) {
      throw new IllegalArgumentException(
          "You cannot pass both `shape` and `batch_shape` at the same time. Received: " + config);
    }
    if (config.get("shape") instanceof List<?> shape) {
      var sizes = new ArrayList<@Nullable Object>();
      sizes.add(config.get("batch_size"));
      sizes.addAll(shape);
      read = read.without("shape", "batch_size").with("batch_shape", sizes);
    }
    if (read.get("batch_shape") == null) {
      throw new IllegalArgumentException(
          "You must pass a `shape` argument to InputLayer. Received: " + config);
    }
    for (String key : List.of("dtype", "sparse", "ragged", "optional")) {
      if (read.get(key) == null) {
        read = read.without(key);
      }
    }
    var layer = new InputLayer();
    layer.fill(read);
    config.find("name").map(Object::toString).ifPresent(layer::name);
    return layer;
  }

  /// Sets the number of rows in a batch, which is unknown otherwise.
  public InputLayer batchSize(int size) {
    return with(batchShape, batchShape.get().with(0, size));
  }

  @Override
  public InputLayer dtype(DType value) {
    return with(dtype, value);
  }

  @Override
  public InputLayer dtype(String value) {
    return dtype(DType.of(value));
  }

  /// Sets whether `None` may be passed in its place.
  public InputLayer optional(boolean value) {
    return with(optional, value);
  }

  /// Whether `None` may be passed in its place.
  public boolean isOptional() {
    return optional.get();
  }

  /// The shape, batch first.
  public Shape batchShape() {
    return batchShape.get();
  }

  /// Shape and dtype.
  public TensorType type() {
    return new TensorType(dtype.get(), batchShape.get());
  }

  /// The tensor to apply layers to.
  public KerasTensor tensor() {
    KerasTensor known = tensor;
    if (known == null) {
      settle();
      known = drawNode(new Arguments(List.of(), java.util.Map.of()), Tree.leaf(type())).single();
      tensor = known;
    }
    return known;
  }

  @Override
  protected String outputName() {
    return name();
  }

  @Override
  public String className() {
    return "InputLayer";
  }

  @Override
  public Config getConfig() {
    return Config.of("batch_shape", batchShape.get())
        .with("dtype", dtype.get())
        .with("sparse", sparse.get())
        .with("ragged", ragged.get())
        .with("name", name())
        .with("optional", optional.get());
  }

  @Override
  public Optional<Config> getBuildConfig() {
    return Optional.empty();
  }
}
