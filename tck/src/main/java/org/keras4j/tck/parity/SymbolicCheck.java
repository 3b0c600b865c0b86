package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Holds the types inferred where sizes are unknown against those that Keras infers.
final class SymbolicCheck {
  private SymbolicCheck() {}

  private record Source() implements KerasTensor.Source {}

  static Optional<Difference> difference(OpInvocation op) throws Exception {
    Case c = op.c();
    Map<String, Object> symbolic = c.map("symbolic");
    var unknown = (List<?>) Optional.ofNullable(symbolic.get("unknown")).orElseThrow();
    List<Tensor> outputs = new ArrayList<>();
    OpInvocation.leaves(op.call((path, array) -> drawn(array, unknown.contains(path))), outputs);
    List<Tensor> inferred = outputs.stream().filter(KerasTensor.class::isInstance).toList();
    var want = (List<?>) Optional.ofNullable(symbolic.get("out")).orElseThrow();
    List<Tensor> computed = new ArrayList<>();
    OpInvocation.leaves(c.get("out"), computed);
    if (inferred.size() != want.size()) {
      return structural("wanted " + want.size() + " outputs, got " + inferred.size());
    }
    for (int i = 0; i < want.size(); i++) {
      var type = (Map<?, ?>) Optional.ofNullable(want.get(i)).orElseThrow();
      Optional<Tensor> actual =
          computed.size() == want.size() ? Optional.of(computed.get(i)) : Optional.empty();
      if (!agrees(inferred.get(i), type, actual)) {
        return structural("output " + i + ": wanted " + type + ", got " + inferred.get(i).type());
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> structural(String reason) {
    return Optional.of(new Difference(reason, Double.POSITIVE_INFINITY));
  }

  /// Keras's rules of inference are written beside its computations, and contradict them here and
  /// there: where they do, the computed dtype and a size that is known exactly are as good.
  private static boolean agrees(Tensor inferred, Map<?, ?> want, Optional<Tensor> computed) {
    String dtype = inferred.dtype().kerasName();
    boolean sameDtype =
        dtype.equals(want.get("dtype"))
            || computed.filter(t -> t.dtype() == inferred.dtype()).isPresent();
    Shape shape = Values.shape(Optional.ofNullable(want.get("shape")).orElseThrow());
    if (sameDtype
        && computed.isPresent()
        && !describes(shape, computed.get().shape())
        && describes(inferred.shape(), computed.get().shape())) {
      return true;
    }
    if (!sameDtype || shape.rank() != inferred.rank()) {
      return false;
    }
    for (int i = 0; i < shape.rank(); i++) {
      int size = inferred.shape().dim(i);
      boolean known =
          computed.isPresent()
              && computed.get().rank() == shape.rank()
              && computed.get().shape().dim(i) == size;
      if (size != shape.dim(i) && !known) {
        return false;
      }
    }
    return true;
  }

  /// Whether a shape with unknown sizes is true of what was computed.
  private static boolean describes(Shape shape, Shape computed) {
    return shape.rank() == computed.rank()
        && IntStream.range(0, shape.rank())
            .allMatch(i -> shape.dim(i) == Shape.UNKNOWN || shape.dim(i) == computed.dim(i));
  }

  private static KerasTensor drawn(Array array, boolean unknown) {
    Shape shape = array.shape();
    Shape known = unknown && shape.rank() > 0 ? shape.with(0, Shape.UNKNOWN) : shape;
    return new KerasTensor(array.type().withShape(known), "keras_tensor", new Source(), 0);
  }
}
