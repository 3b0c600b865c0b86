package org.keras4j.layers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;

/// Collects what layers add to the loss while code runs, so that a traced step leaves nothing
/// behind in the layers.
///
/// Outside a scope a layer keeps the losses of its last call itself; while a program is traced
/// without a scope they are dropped.
public final class LossScope {
  private static final ScopedValue<LossScope> CURRENT = ScopedValue.newInstance();

  private final Map<Layer, List<Tensor>> losses = new IdentityHashMap<>();
  private final boolean keeps;

  private LossScope(boolean keeps) {
    this.keeps = keeps;
  }

  /// Runs `body` with a scope of its own; inside, [Layer#losses()] gives what was added inside.
  public static <T> T collecting(Supplier<T> body) {
    return ScopedValue.where(CURRENT, new LossScope(true)).call(body::get);
  }

  /// Runs `body`, and drops what layers add to the loss.
  static <T> T dropping(Supplier<T> body) {
    return ScopedValue.where(CURRENT, new LossScope(false)).call(body::get);
  }

  private static Optional<LossScope> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  static void add(Layer layer, List<Tensor> own, Tensor loss) {
    var scope = current();
    if (scope.isPresent()) {
      if (scope.get().keeps) {
        scope.get().losses.computeIfAbsent(layer, _ -> new ArrayList<>()).add(loss);
      }
    } else if (StateScope.current().isEmpty()) {
      own.add(loss);
    }
  }

  static List<Tensor> of(Layer layer, List<Tensor> own) {
    return current()
        .map(s -> List.copyOf(s.losses.getOrDefault(layer, List.of())))
        .orElseGet(() -> List.copyOf(own));
  }

  static void clear(Layer layer, List<Tensor> own) {
    var scope = current();
    if (scope.isPresent()) {
      scope.get().losses.remove(layer);
    } else if (StateScope.current().isEmpty()) {
      own.clear();
    }
  }
}
