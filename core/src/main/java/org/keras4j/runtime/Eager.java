package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tracer;
import org.keras4j.tensor.Variable;

/// Computes at once, on the engine in force.
final class Eager extends Interpreter {
  static final Eager INSTANCE = new Eager();

  private Eager() {}

  @Override
  List<Tensor> perform(Primitive op, List<Tensor> in) {
    if (op instanceof Constant(Array value)) {
      return List.of(value);
    }
    return List.copyOf(Backends.current().execute(op, arrays(op.print(), in)));
  }

  @Override
  List<Tensor> performComposite(Composition composition, List<Tensor> in) {
    var own =
        Backends.current()
            .executeComposite(
                composition.name(), composition.attributes(), arrays(composition.name(), in));
    return own.isPresent() ? List.copyOf(own.get()) : composition.body().apply(in);
  }

  private static List<Array> arrays(String op, List<Tensor> in) {
    var out = new ArrayList<Array>(in.size());
    for (Tensor t : in) {
      out.add(
          switch (t) {
            case Array a -> a;
            case Tracer tracer ->
                tracer
                    .value()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                op
                                    + " was given a value of a program being traced, outside that program. Return such values from the traced function instead of keeping them."));
            case KerasTensor k ->
                throw new IllegalStateException(
                    op
                        + " was given a KerasTensor, which has no values. Received: "
                        + k
                        + ". Apply layers or functions of Ops to it.");
            case Variable _ -> throw new IllegalStateException("variables are resolved before");
          });
    }
    return out;
  }
}
