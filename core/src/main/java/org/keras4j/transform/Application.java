package org.keras4j.transform;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// One application of a primitive as the backward pass meets it: operands, results, cotangents of
/// the results (absent where zero), and which operands' cotangents are asked for.
record Application(
    List<Tensor> in, List<Tensor> out, List<Optional<Tensor>> cotangents, List<Boolean> wanted) {

  Tensor x() {
    return in.getFirst();
  }

  Tensor y() {
    return in.get(1);
  }

  Tensor result() {
    return out.getFirst();
  }

  /// The cotangent of the first result, which is present.
  Tensor g() {
    return cotangents.getFirst().orElseThrow();
  }

  Optional<Tensor> when(int operand, Supplier<Tensor> cotangent) {
    return wanted.get(operand) ? Optional.of(cotangent.get()) : Optional.empty();
  }

  List<Optional<Tensor>> one(Supplier<Tensor> cotangent) {
    return List.of(when(0, cotangent));
  }

  List<Optional<Tensor>> two(Supplier<Tensor> first, Supplier<Tensor> second) {
    return List.of(when(0, first), when(1, second));
  }

  List<Optional<Tensor>> none() {
    return in.stream().<Optional<Tensor>>map(_ -> Optional.empty()).toList();
  }

  List<TensorType> inTypes() {
    return in.stream().map(Tensor::type).toList();
  }
}
