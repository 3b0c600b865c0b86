package org.keras4j.quantizers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Settings;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Scales the largest magnitude of each row to the largest whole number.
///
/// {@snippet :
/// var q = AbsMaxQuantizer.DEFAULT.quantize(kernel, List.of(0));
/// Tensor again = Ops.divide(q.values(), q.scale());
/// }
///
/// @param axis the axes of a row, unless they are told when quantizing
/// @param low the least whole number
/// @param high the largest one
/// @param epsilon what is added to the largest magnitude
/// @param outputDType the dtype of the whole numbers
/// @see <a href="https://keras.io/api/quantizers/">AbsMaxQuantizer</a>
public record AbsMaxQuantizer(
    Optional<List<Integer>> axis, int low, int high, double epsilon, DType outputDType)
    implements Quantizer {
  private static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes,
          value ->
              value instanceof Number
                  ? List.of(Codec.INT.decode(value))
                  : Codec.INTS.decode(value));

  /// Whole numbers of 8 bits from -127 to 127.
  public static final AbsMaxQuantizer DEFAULT =
      new AbsMaxQuantizer(Optional.empty(), -127, 127, KerasConfig.epsilon(), DType.INT8);

  /// Whole numbers of 4 bits from -8 to 7.
  public static final AbsMaxQuantizer INT4 =
      new AbsMaxQuantizer(Optional.empty(), -8, 7, KerasConfig.epsilon(), DType.INT8);

  /// Refuses numbers that the dtype does not hold.
  public AbsMaxQuantizer {
    if (outputDType == DType.INT8 && (low < -128 || high > 127)) {
      throw new IllegalArgumentException(
          "A quantizer to int8 needs a `value_range` within -128 and 127. Received: value_range=(%d, %d)"
              .formatted(low, high));
    }
  }

  static AbsMaxQuantizer fromConfig(Config config) {
    var settings = new Settings("AbsMaxQuantizer", config);
    var axis = settings.find("axis", AXES);
    var range = settings.get("value_range", Codec.INTS, List.of(-127, 127));
    if (range.size() != 2) {
      throw new IllegalArgumentException(
          "`value_range` has a least and a largest number. Received: value_range=" + range);
    }
    return settings.done(
        new AbsMaxQuantizer(
            axis,
            range.getFirst(),
            range.getLast(),
            settings.number("epsilon", KerasConfig.epsilon()),
            settings.get("output_dtype", Codec.DTYPE, DType.INT8)));
  }

  @Override
  public Quantized quantize(Tensor x, List<Integer> axes) {
    return Quantizers.absMaxQuantize(x, axes, low, high, outputDType, epsilon);
  }

  /// Quantizes along the axes of this quantizer, or the last one.
  public Quantized quantize(Tensor x) {
    return quantize(x, axis.orElseGet(() -> List.of(-1)));
  }

  @Override
  public Config getConfig() {
    var config =
        Config.of("value_range", List.of(low, high))
            .with("epsilon", epsilon)
            .with("output_dtype", outputDType);
    return axis.map(a -> config.with("axis", a)).orElse(config);
  }
}
