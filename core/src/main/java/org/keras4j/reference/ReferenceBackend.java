package org.keras4j.reference;

import java.util.List;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Stepwise;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;

/// Computes each primitive by its definition, one element at a time.
public final class ReferenceBackend implements Backend {
  private final Stepwise stepwise = new Stepwise(this::execute);

  /// An engine without state.
  public ReferenceBackend() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    var types = op.infer(in.stream().map(Array::type).toList());
    var x = in.stream().map(Array::elements).toList();
    return switch (op) {
      case Constant(Array value) -> List.of(value);
      case Control control -> stepwise.control(control, in);
      case Elementwise e -> one(Pointwise.compute(e, x, Elements.zeros(types.getFirst())));
      case Movement m -> one(Moves.compute(m, x, Elements.zeros(types.getFirst())));
      case Reduction r -> one(Reductions.compute(r, x, Elements.zeros(types.getFirst())));
      case Contraction c -> one(Products.compute(c, x, Elements.zeros(types.getFirst())));
      case Indexing i ->
          arrays(Lookups.compute(i, x, types.stream().map(Elements::zeros).toList()));
      case Numeric n ->
          arrays(Algorithms.compute(n, x, types.stream().map(Elements::zeros).toList()));
    };
  }

  private static List<Array> one(Elements result) {
    return List.of(result.toArray());
  }

  private static List<Array> arrays(List<Elements> results) {
    return results.stream().map(Elements::toArray).toList();
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return stepwise.compile(program);
  }

  @Override
  public List<Device> devices() {
    return List.of(new Device("cpu", 0, "reference"));
  }
}
