package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keras4j.ir.Constant;
import org.keras4j.tensor.DType;

/// At least one sample of every primitive and of each of its variants.
///
/// {@snippet :
/// for (Sample sample : Samples.all(DType.FLOAT32)) {
///   backend.execute(sample.op(), sample.in());
/// }
/// }
public final class Samples {
  private Samples() {}

  /// All samples, real operands of a float dtype. Complex ones are complex64 always.
  public static List<Sample> all(DType real) {
    var operands = new Operands(real);
    var all = new ArrayList<Sample>();
    Stream.of(
            ElementwiseSamples.of(operands),
            MovementSamples.of(operands),
            ReductionSamples.of(operands),
            ContractionSamples.of(operands),
            IndexingSamples.of(operands),
            NumericSamples.of(operands),
            ControlSamples.of(operands))
        .forEach(all::addAll);
    all.add(new Sample("constant", new Constant(operands.numbers(2, 3)), List.of(), true));
    return List.copyOf(all);
  }
}
