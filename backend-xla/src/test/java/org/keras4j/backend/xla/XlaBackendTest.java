package org.keras4j.backend.xla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.runtime.Backends;
import org.keras4j.tck.EngineContract;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

class XlaBackendTest extends EngineContract {
  XlaBackendTest() {
    super("xla");
  }

  @Test
  void the_larger_of_a_number_and_nan_is_nan_wherever_it_stands() {
    var x = new float[64];
    var y = new float[64];
    for (int i = 0; i < 64; i++) {
      x[i] = i % 3 == 0 ? Float.NaN : i;
      y[i] = i % 5 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
    }
    var in = List.of(Array.of(Shape.of(64), x), Array.of(Shape.of(64), y));
    for (BinaryOp op : List.of(BinaryOp.MAX, BinaryOp.MIN)) {
      assertThat(Backends.named("xla").execute(new Binary(op), in).getFirst().toFloats())
          .containsExactly(
              Backends.named("reference").execute(new Binary(op), in).getFirst().toFloats());
    }
    for (ReduceOp op : List.of(ReduceOp.MAX, ReduceOp.MIN)) {
      for (var operand : in) {
        var reduce = new Reduce(op, List.of(0));
        assertThat(Backends.named("xla").execute(reduce, List.of(operand)).getFirst().toFloats())
            .containsExactly(Float.NaN);
      }
    }
  }

  /// XLA compiles every shape of every operation anew: all cases take half an hour.
  @Override
  protected int everyNthCase() {
    return 12;
  }
}
