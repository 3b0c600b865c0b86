package org.keras4j.backend.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.backend.torch.Lowering.Operand;

/// Named compositions for which the library has operators of its own.
final class CompositeLowering {
  private final Assembly assembly;

  CompositeLowering(Assembly assembly) {
    this.assembly = assembly;
  }

  Optional<List<Operand>> lower(String name, Map<String, Object> attributes, List<Operand> in) {
    return switch (name) {
      case "relu" -> relu(in.getFirst());
      default -> Optional.empty();
    };
  }

  private Optional<List<Operand>> relu(Operand x) {
    return x.dtype().isFloat() && !Lowering.isHalf(x.dtype()) && x.ref().kind() != Kind.BYTE
        ? Optional.of(
            List.of(
                new Operand(
                    assembly.call(Aten.RELU, x.shape(), x.ref().kind(), x.ref()), x.type())))
        : Optional.empty();
  }
}
