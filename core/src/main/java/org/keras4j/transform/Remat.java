package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;

/// Trades time for memory: what a function computes on the way is not kept for its derivative but
/// computed again there.
///
/// Follows Chen et al., "Training deep nets with sublinear memory cost" (2016).
public final class Remat {
  /// What the compositions are called; their parts are not merged with equal ones outside.
  static final String NAME = "remat";

  private Remat() {}

  /// The outputs of `f` at some tensors; its derivative computes `f` again. Tensors and variables
  /// that `f` captures are differentiated as well.
  ///
  /// @see <a href="https://keras.io/api/layers/base_layer/">keras.RematScope</a>
  public static List<Tensor> apply(
      Function<List<Tensor>, List<Tensor>> f, List<? extends Tensor> in) {
    var trace = Trace.of(in.stream().map(Tensor::type).toList(), f);
    var all = trace.complete(in);
    var program = trace.program();
    return trace.finish(
        Lax.composite(
            NAME,
            Map.of(),
            all,
            operands -> org.keras4j.runtime.Interpreter.run(program, operands),
            Optional.of(Remat.derivative(program))));
  }

  private static org.keras4j.ir.Control.Derivative derivative(org.keras4j.ir.Program program) {
    return (in, _, cotangents) -> {
      var operands = new ArrayList<>(in);
      cotangents.forEach(c -> c.ifPresent(operands::add));
      boolean[] wanted = new boolean[in.size()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = in.get(i).dtype().isDifferentiable();
      }
      boolean[] given = new boolean[cotangents.size()];
      for (int i = 0; i < given.length; i++) {
        given[i] = cotangents.get(i).isPresent();
      }
      var back =
          Lax.composite(
                  NAME + "_derivative",
                  Map.of(),
                  operands,
                  all -> {
                    var values = all.subList(0, in.size());
                    var seeds = ControlVjp.scattered(all.subList(in.size(), all.size()), given);
                    return ControlVjp.wantedOrZero(
                        Vjp.pullback(program, values, wanted).apply(seeds), values, wanted);
                  },
                  Optional.empty())
              .iterator();
      return in.stream()
          .map(
              t ->
                  t.dtype().isDifferentiable()
                      ? Optional.of(back.next())
                      : Optional.<Tensor>empty())
          .toList();
    };
  }
}
