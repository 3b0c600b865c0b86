package org.keras4j.tck;

import java.nio.file.Path;
import java.util.Map;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.layers.Layer;
import org.keras4j.models.Sequential;
import org.keras4j.runtime.Backends;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Trains a model on an engine, so that its weights are where the engine keeps them, and ends the
/// process in the middle of saving it.
final class KilledWhileSaving {
  static final int CODE = 137;

  private KilledWhileSaving() {}

  /// Ends the process while its assets are asked for: after the weights have been written.
  private static final class Deadly extends Layer {
    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return x;
    }

    @Override
    public Map<String, byte[]> assets() {
      Runtime.getRuntime().halt(CODE);
      return Map.of();
    }
  }

  /// Does it.
  ///
  /// @param arguments the engine's name and the file
  public static void main(String... arguments) {
    Backends.with(
        Backends.named(arguments[0]),
        () -> {
          var model = new Sequential(new Input(32), new Dense(64), new Deadly());
          model.compile(c -> c.optimizer("sgd").loss("mse"));
          model.trainOnBatch(
              Array.of(Shape.of(2, 32), new float[64]), Array.of(Shape.of(2, 64), new float[128]));
          model.save(Path.of(arguments[1]));
          return 0;
        });
  }
}
