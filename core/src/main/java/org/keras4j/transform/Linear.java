package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Cotangents by way of functions rather than by rules: of linear ones by transposing them, of
/// others by differentiating what they are made of.
final class Linear {
  private Linear() {}

  /// The cotangents of the arguments of a linear function.
  static List<Optional<Tensor>> transpose(
      Function<List<Tensor>, List<Tensor>> f,
      List<TensorType> types,
      List<Optional<Tensor>> cotangents) {
    var trace = Trace.of(types, f);
    var given = new ArrayList<>(trace.captured());
    int captures = given.size();
    cotangents.forEach(c -> c.ifPresent(given::add));
    var filled = new ArrayList<Boolean>();
    var backward =
        Trace.of(
            given.stream().map(Tensor::type).toList(),
            in -> {
              // The arguments' values do not matter: nothing that is kept depends on them.
              var arguments = new ArrayList<Tensor>(types.stream().map(Lax::zeros).toList());
              arguments.addAll(in.subList(0, captures));
              var back =
                  Vjp.pullback(trace.program(), arguments, first(types.size(), arguments.size()));
              var pulled = back.apply(renamed(cotangents, in.subList(captures, in.size())));
              pulled.subList(0, types.size()).forEach(c -> filled.add(c.isPresent()));
              return pulled.stream().flatMap(Optional::stream).toList();
            });
    var results =
        Interpreter.run(Prune.of(backward.program()), backward.complete(given)).iterator();
    return filled.stream()
        .map(f2 -> f2 ? Optional.of(results.next()) : Optional.<Tensor>empty())
        .toList();
  }

  private static List<Optional<Tensor>> renamed(
      List<Optional<Tensor>> cotangents, List<Tensor> names) {
    var next = names.iterator();
    return cotangents.stream().map(c -> c.map(_ -> next.next())).toList();
  }

  static boolean[] first(int n, int of) {
    var wanted = new boolean[of];
    Arrays.fill(wanted, 0, n, true);
    return wanted;
  }

  /// The cotangent of the only operand of an application, by way of a function that computes the
  /// same.
  static Tensor throughBody(Function<List<Tensor>, List<Tensor>> f, Application a) {
    var trace = Trace.of(a.inTypes(), f);
    var arguments = trace.complete(a.in());
    return Vjp.pullback(trace.program(), arguments, first(1, arguments.size()))
        .apply(a.cotangents())
        .getFirst()
        .orElseGet(() -> Lax.zeros(a.x().type()));
  }
}
