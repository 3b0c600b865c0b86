package org.keras4j.backend.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;

/// Named compositions that TensorFlow has one operation for.
final class CompositeLowering {
  private CompositeLowering() {}

  /// The results, or nothing if the composition is to be taken apart.
  static Optional<List<Value>> lower(
      Emitter e, String name, Map<String, Object> attributes, List<Value> in) {
    var types = in.stream().map(Value::type).toList();
    return name.equals("batch_norm")
        ? batchNorm(e, attributes, in)
        : operation(name, attributes, types)
            .map(
                op ->
                    List.of(
                        Value.whole(
                            e.emit(op, Map.of(), e.whole(in.getFirst()).output()),
                            types.getFirst())));
  }

  /// The operation of one operand that a composition is.
  static Optional<String> operation(
      String name, Map<String, Object> attributes, List<TensorType> in) {
    if (in.isEmpty() || in.getFirst().dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    TensorType x = in.getFirst();
    return switch (name) {
      case "softmax" -> overLastAxis("Softmax", attributes, x);
      case "log_softmax" -> overLastAxis("LogSoftmax", attributes, x);
      case "relu" -> Optional.of("Relu");
      case "relu6" -> Optional.of("Relu6");
      default -> Optional.empty();
    };
  }

  private static Optional<String> overLastAxis(
      String op, Map<String, Object> attributes, TensorType x) {
    boolean fits =
        x.rank() > 0
            && x.size() > 0
            && attributes.get("axes") instanceof List<?> axes
            && axes.equals(List.of(x.rank() - 1L));
    return fits ? Optional.of(op) : Optional.empty();
  }

  /// With given statistics, of images with channels last.
  private static Optional<List<Value>> batchNorm(
      Emitter e, Map<String, Object> attributes, List<Value> in) {
    Value x = in.getFirst();
    boolean fits =
        x.rank() == 4
            && x.type().size() > 0
            && in.stream().allMatch(v -> v.dtype() == DType.FLOAT32)
            && attributes.get("axis") instanceof Long axis
            && axis == 3;
    if (!fits || !(attributes.get("epsilon") instanceof Double epsilon)) {
      return Optional.empty();
    }
    boolean hasScale = Boolean.TRUE.equals(attributes.get("scale"));
    boolean hasOffset = Boolean.TRUE.equals(attributes.get("offset"));
    TensorType perChannel = in.get(1).type();
    Value scale = hasScale ? in.get(3) : e.fill(perChannel, 1.0);
    Value offset = hasOffset ? in.getLast() : e.fill(perChannel, 0.0);
    var results =
        e.node("FusedBatchNormV3")
            .input(e.whole(x).output())
            .input(e.whole(scale).output())
            .input(e.whole(offset).output())
            .input(e.whole(in.get(1)).output())
            .input(e.whole(in.get(2)).output())
            .set("epsilon", Attribute.of(epsilon.floatValue()))
            .set("is_training", Attribute.of(false))
            .buildAll();
    return Optional.of(List.of(Value.whole(results.getFirst(), x.type())));
  }
}
