package org.keras4j.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.transform.Simplify;

/// Single kernels, as compiled programs of one operation: the engine without layers or eager calls.
final class KernelWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = all();
  private static final double MOST_SECONDS = 1.2;
  private static final int SIDE = 4096;
  private static final double SQUARE_BYTES = 4.0 * SIDE * SIDE;

  private KernelWorks() {}

  /// A function of some operands, and what of them it reads and writes.
  private record Kernel(
      Function<RandomArrays, List<Array>> operands,
      Function<List<Tensor>, Tensor> function,
      double operations,
      double bytes,
      int times) {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    kernels().forEach((name, kernel) -> out.put("W9-" + name, watch -> time(watch, name, kernel)));
    out.put("W9-add_out", KernelWorks::addOut);
    return out;
  }

  private static Map<String, Kernel> kernels() {
    var out = new LinkedHashMap<String, Kernel>();
    for (int n : new int[] {128, 512, 1024, 2048}) {
      out.put(
          "matmul" + n,
          new Kernel(
              r -> List.of(r.normal(n, n), r.normal(n, n)),
              in -> Ops.matmul(in.get(0), in.get(1)),
              2.0 * n * n * n,
              0,
              n == 128 ? 200 : n == 512 ? 10 : 1));
    }
    out.put(
        "conv3x3",
        new Kernel(
            r -> List.of(r.normal(8, 56, 56, 64), r.normal(3, 3, 64, 64)),
            in -> Ops.conv(in.get(0), in.get(1), c -> c.padding("same")),
            2.0 * 8 * 56 * 56 * 64 * 64 * 9,
            0,
            1));
    out.put("softmax", square(2, x -> Ops.softmax(x)));
    out.put(
        "layernorm",
        new Kernel(
            r -> List.of(r.normal(SIDE, SIDE), r.normal(SIDE), r.normal(SIDE)),
            in ->
                Ops.layerNormalization(
                    in.get(0), o -> o.gamma(in.get(1)).beta(in.get(2)).epsilon(1e-5)),
            0,
            2 * SQUARE_BYTES,
            1));
    out.put(
        "add",
        new Kernel(
            r -> List.of(r.normal(SIDE, SIDE), r.normal(SIDE, SIDE)),
            in -> Ops.add(in.get(0), in.get(1)),
            0,
            3 * SQUARE_BYTES,
            1));
    out.put("exp", square(2, Ops::exp));
    out.put("tanh", square(2, Ops::tanh));
    out.put("gelu", square(2, x -> Ops.gelu(x, false)));
    out.put("sum", square(1, Ops::sum));
    out.put("cumsum", square(2, x -> Ops.cumsum(x, -1)));
    out.put("transpose", square(2, Ops::transpose));
    out.put(
        "sort",
        new Kernel(r -> List.of(r.normal(1 << 20)), in -> Ops.sort(in.get(0)), 0, 8 << 20, 1));
    out.put(
        "gather",
        new Kernel(
            r -> List.of(r.normal(50_000, 128), r.integers(0, 50_000, 200_000)),
            in -> Ops.take(in.get(0), in.get(1), 0),
            0,
            2 * 4 * 128 * 200_000.0,
            1));
    return out;
  }

  /// A kernel on a large square matrix.
  ///
  /// @param passes how often as many bytes as it has are read or written
  private static Kernel square(int passes, Function<Tensor, Tensor> function) {
    return new Kernel(
        r -> List.of(r.normal(SIDE, SIDE)),
        in -> function.apply(in.getFirst()),
        0,
        passes * SQUARE_BYTES,
        1);
  }

  private static void time(Stopwatch watch, String name, Kernel kernel) {
    var operands = kernel.operands().apply(new RandomArrays());
    var compiled = Compiled.of(kernel.function(), operands, Set.of());
    var quantity =
        quantity("W9-" + name)
            .repeat(
                kernel.times(),
                () -> {
                  for (int i = 0; i < kernel.times(); i++) {
                    compiled.run();
                  }
                });
    watch.time(
        kernel.operations() > 0
            ? quantity.operations(kernel.operations())
            : quantity.bytes(kernel.bytes()));
  }

  private static Quantity quantity(String name) {
    return new Quantity(name).ofEngine().warmUps(2).atMost(MOST_SECONDS);
  }

  /// Adds into an array that is given up for it: that of the result before.
  private static void addOut(Stopwatch watch) {
    var random = new RandomArrays();
    var operands = new ArrayList<Array>();
    for (int i = 0; i < 3; i++) {
      operands.add(random.normal(SIDE, SIDE));
    }
    var compiled = Compiled.of(in -> Ops.add(in.get(0), in.get(1)), operands, Set.of(2));
    watch.time(
        quantity("W9-add_out")
            .bytes(3 * SQUARE_BYTES)
            .repeat(1, () -> compiled.inputs().set(2, compiled.run())));
  }

  /// A compiled function and its operands.
  private record Compiled(Executable executable, List<Array> inputs) {
    static Compiled of(
        Function<List<Tensor>, Tensor> function, List<Array> operands, Set<Integer> donated) {
      var trace =
          Trace.of(operands.stream().map(Array::type).toList(), in -> List.of(function.apply(in)));
      var inputs = new ArrayList<Array>();
      trace.complete(operands).forEach(t -> inputs.add((Array) t));
      return new Compiled(
          Backends.current().compile(Simplify.of(trace.program()), donated), inputs);
    }

    Array run() {
      return executable.run(inputs).getFirst();
    }
  }
}
