package org.keras4j.tck.parity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tensor.Array;

/// Asks the cases of kind `op`: the answer, its gradients, and the types inferred where sizes are
/// unknown.
public final class OpRunner implements CaseRunner {
  private final OpTable table;

  /// Asks the functions of a table.
  ///
  /// @param table the functions
  public OpRunner(OpTable table) {
    this.table = table;
  }

  /// What an entry of the table answers for a function that gives a function, which the case then
  /// applies.
  @FunctionalInterface
  public interface Applied {

    /// Applies it.
    ///
    /// @param arguments the arguments
    /// @return the answer
    @Nullable Object apply(List<?> arguments);
  }

  @Override
  public Outcome run(Case c) throws Exception {
    var op = new OpInvocation(c, table);
    Optional<Difference> difference = compared(op);
    if (difference.isEmpty() && c.has("grads")) {
      difference = named("gradients", GradientCheck.difference(op));
    }
    if (difference.isEmpty() && c.hasValue("symbolic")) {
      difference = named("symbolic", SymbolicCheck.difference(op));
    }
    return Outcome.of(difference);
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  private static Optional<Difference> compared(OpInvocation op) throws Exception {
    Case c = op.c();
    Object got = op.call((_, array) -> array);
    if (!c.has("check")) {
      return Comparison.difference(got, c.get("out"), Tolerance.of(c));
    }
    Arguments rest =
        Signature.of("x=None, kth=0, axis=-1, **others").bind(c.list("args"), c.map("kwargs"));
    Array x = rest.raw("x") instanceof Array array ? array : Array.weak(0);
    Object answer = got == null ? PyNone.NONE : got;
    return UniquenessChecks.difference(
        c.text("check"), x, answer, c.get("out"), Tolerance.of(c), rest);
  }
}
