package org.keras4j.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Multiplies by a scale and adds an offset.
///
/// - Input: any shape
/// - Output: the same shape, in the layer's dtype
///
/// {@snippet :
/// new Rescaling(1 / 255.0).apply(images);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/">Rescaling</a>
public final class Rescaling extends BuiltIn<Rescaling> {
  private static final Codec<Object> NUMBERS =
      Codec.of(value -> value, value -> numbers(Registry.deserialize(value)));

  private final Arg<Object> scale = required("scale", NUMBERS);
  private final Arg<Object> offset = arg("offset", NUMBERS, () -> 0.0);

  Rescaling() {}

  /// A layer of a scale.
  public Rescaling(double scale) {
    set(this.scale, scale);
  }

  /// A layer of a scale for each channel.
  public Rescaling(double... scale) {
    set(this.scale, java.util.Arrays.stream(scale).boxed().toList());
  }

  /// Sets the offset (0 at first).
  public Rescaling offset(double value) {
    return with(offset, value);
  }

  /// Sets an offset for each channel.
  public Rescaling offset(double... values) {
    return with(offset, java.util.Arrays.stream(values).boxed().toList());
  }

  private static Object numbers(@Nullable Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case List<?> list -> list.stream().map(Codec.DOUBLE::decode).toList();
      case Array array -> java.util.Arrays.stream(array.toDoubles()).boxed().toList();
      case null, default -> throw new IllegalArgumentException("a number or a list of numbers");
    };
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor scaled = Ops.multiply(Ops.cast(x, computeDType()), tensor(scale.get(), true));
    return Ops.add(scaled, tensor(offset.get(), false));
  }

  private Tensor tensor(Object value, boolean isScale) {
    if (!(value instanceof List<?> list)) {
      return Array.scalar(computeDType(), (double) value);
    }
    double[] numbers = list.stream().mapToDouble(v -> (double) v).toArray();
    boolean first = isScale && KerasConfig.imageDataFormat().equals("channels_first");
    Shape shape = first ? Shape.of(numbers.length, 1, 1) : Shape.of(numbers.length);
    return Array.ofDoubles(new TensorType(computeDType(), shape), numbers);
  }
}
