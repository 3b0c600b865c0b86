package org.keras4j.backend.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.DType;

/// Named compositions that TensorFlow has one operation for.
final class CompositeLowering {
  private CompositeLowering() {}

  /// The results, or nothing if the composition is to be taken apart.
  static Optional<List<Value>> lower(
      Emitter e, String name, Map<String, Object> attributes, List<Value> in) {
    return switch (name) {
      case "softmax" -> overLastAxis(e, "Softmax", attributes, in.getFirst());
      case "log_softmax" -> overLastAxis(e, "LogSoftmax", attributes, in.getFirst());
      case "relu" -> elementwise(e, "Relu", in.getFirst());
      case "relu6" -> elementwise(e, "Relu6", in.getFirst());
      default -> Optional.empty();
    };
  }

  private static Optional<List<Value>> elementwise(Emitter e, String op, Value x) {
    return x.dtype() == DType.FLOAT32 || x.dtype() == DType.FLOAT64
        ? Optional.of(List.of(e.map(op, x)))
        : Optional.empty();
  }

  private static Optional<List<Value>> overLastAxis(
      Emitter e, String op, Map<String, Object> attributes, Value x) {
    boolean fits =
        x.rank() > 0
            && x.type().size() > 0
            && x.dtype() == DType.FLOAT32
            && attributes.get("axes") instanceof List<?> axes
            && axes.equals(List.of(x.rank() - 1L));
    return fits
        ? Optional.of(List.of(Value.whole(e.emit(op, Map.of(), e.whole(x).output()), x.type())))
        : Optional.empty();
  }
}
