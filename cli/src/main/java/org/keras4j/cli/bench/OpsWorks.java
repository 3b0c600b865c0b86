package org.keras4j.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// One op of each family, called as users call them: at once, on the engine in force. The script
/// `bench/ops.py` times the same calls of NumPy and PyTorch under the same names.
final class OpsWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = new LinkedHashMap<>();
  private static final double MOST_SECONDS = 0.6;
  private static final int SIDE = 1024;

  static {
    elements();
    reductions();
    layout();
    ordering();
    products();
    factorisations();
    networks();
    signals();
  }

  private OpsWorks() {}

  /// What is timed: an op on its operands.
  private interface Call {
    Object on(List<? extends Tensor> in);
  }

  private static void add(
      String name, Function<RandomArrays, List<? extends Tensor>> operands, Call call) {
    ALL.put(
        "ops-" + name,
        watch -> {
          var in = operands.apply(new RandomArrays());
          watch.time(
              new Quantity("ops-" + name)
                  .warmUps(4)
                  .atMost(MOST_SECONDS)
                  .repeat(1, () -> call.on(in)));
        });
  }

  /// A function of a square matrix of normal numbers.
  private static void square(String name, UnaryOperator<Tensor> function) {
    add(name, r -> List.of(r.normal(SIDE, SIDE)), in -> function.apply(in.getFirst()));
  }

  /// A function of two square matrices.
  private static void pair(String name, java.util.function.BinaryOperator<Tensor> function) {
    add(
        name,
        r -> List.of(r.normal(SIDE, SIDE), r.normal(SIDE, SIDE)),
        in -> function.apply(in.get(0), in.get(1)));
  }

  private static void elements() {
    pair("add", Ops::add);
    pair("divide", Ops::divide);
    pair("maximum", Ops::maximum);
    pair("greater", Ops::greater);
    pair("arctan2", Ops::arctan2);
    pair("logaddexp", Ops::logaddexp);
    square("add-scalar", x -> Ops.add(x, 1.5));
    square("square", Ops::square);
    square("power", x -> Ops.power(Ops.abs(x), 2.5));
    square("exp", Ops::exp);
    square("log1p", x -> Ops.log1p(Ops.abs(x)));
    square("sin", Ops::sin);
    square("tanh", Ops::tanh);
    square("erf", Ops::erf);
    square("clip", x -> Ops.clip(x, -1, 1));
    square("round", Ops::round);
    square("cast-int32", x -> Ops.cast(x, DType.INT32));
    square("where", x -> Ops.where(Ops.greater(x, 0), x, Ops.negative(x)));
    add(
        "floor-divide-int32",
        r -> List.of(r.integers(0, 1000, SIDE, SIDE), r.integers(1, 9, SIDE, SIDE)),
        in -> Ops.floorDivide(in.get(0), in.get(1)));
    add(
        "add-row",
        r -> List.of(r.normal(SIDE, SIDE), r.normal(SIDE)),
        in -> Ops.add(in.get(0), in.get(1)));
    add(
        "add-column",
        r -> List.of(r.normal(SIDE, SIDE), r.normal(SIDE, 1)),
        in -> Ops.add(in.get(0), in.get(1)));
  }

  private static void reductions() {
    square("sum", Ops::sum);
    square("sum-rows", x -> Ops.sum(x, 1));
    square("sum-columns", x -> Ops.sum(x, 0));
    square("mean", Ops::mean);
    square("var-columns", x -> Ops.var(x, Axes.of(0)));
    square("max-rows", x -> Ops.max(x, Axes.of(1)));
    square("argmax-rows", x -> Ops.argmax(x, 1));
    square("logsumexp-rows", x -> Ops.logsumexp(x, Axes.of(1)));
    square("cumsum-rows", x -> Ops.cumsum(x, 1));
    square("any", x -> Ops.any(Ops.greater(x, 9)));
    square("norm", Ops::norm);
  }

  private static void layout() {
    square("transpose", Ops::transpose);
    square("flip", x -> Ops.flip(x, 0));
    square("roll", x -> Ops.roll(x, 7, 1));
    square("slice", x -> Ops.getItem(x, Index.range(10, 900), Index.range(10, 900)));
    square(
        "slice-strided",
        x -> Ops.getItem(x, Index.all(), Index.range(Optional.empty(), Optional.empty(), 2)));
    square("pad", x -> Ops.pad(x, new int[][] {{3, 3}, {3, 3}}));
    square("tile", x -> Ops.tile(x, 2, 2));
    square("repeat", x -> Ops.repeat(x, 2, 0));
    pair("concatenate", (x, y) -> Ops.concatenate(List.of(x, y), 1));
    pair("stack", (x, y) -> Ops.stack(List.of(x, y), 2));
    add(
        "transpose-nhwc",
        r -> List.of(r.normal(16, 64, 64, 16)),
        in -> Ops.transpose(in.getFirst(), 0, 3, 1, 2));
    add(
        "take",
        r -> List.of(r.normal(10_000, 64), r.integers(0, 10_000, 16_384)),
        in -> Ops.take(in.get(0), in.get(1), 0));
    add(
        "segment-sum",
        r -> List.of(r.normal(16_384, 64), r.integers(0, 1000, 16_384)),
        in -> Ops.segmentSum(in.get(0), in.get(1), 1000));
    add("one-hot", r -> List.of(r.integers(0, 1000, 1024)), in -> Ops.oneHot(in.getFirst(), 1000));
  }

  private static void ordering() {
    square("sort-rows", x -> Ops.sort(x, 1));
    square("argsort-rows", x -> Ops.argsort(x, 1));
    add("top-k", r -> List.of(r.normal(256, 4096)), in -> Ops.topK(in.getFirst(), 8));
    square("median-rows", x -> Ops.median(x, Axes.of(1)));
    add(
        "searchsorted",
        r -> List.of(Ops.sort(r.normal(65_536)), r.normal(65_536)),
        in -> Ops.searchsorted(in.get(0), in.get(1)));
  }

  private static void products() {
    pair("matmul", Ops::matmul);
    add(
        "matmul-batched",
        r -> List.of(r.normal(64, 128, 64), r.normal(64, 64, 128)),
        in -> Ops.matmul(in.get(0), in.get(1)));
    add(
        "einsum",
        r -> List.of(r.normal(16, 128, 8, 32), r.normal(16, 128, 8, 32)),
        in -> Ops.einsum("bqhd,bkhd->bhqk", in.get(0), in.get(1)));
    add(
        "outer",
        r -> List.of(r.normal(1024), r.normal(1024)),
        in -> Ops.outer(in.get(0), in.get(1)));
  }

  private static Tensor positive(RandomArrays r, int n) {
    Tensor x = r.normal(n, n);
    return Ops.add(Ops.matmul(x, Ops.transpose(x)), Ops.multiply(Ops.eye(n), n));
  }

  private static void factorisations() {
    add("cholesky", r -> List.of(positive(r, 256)), in -> Ops.cholesky(in.getFirst()));
    add("inv", r -> List.of(positive(r, 256)), in -> Ops.inv(in.getFirst()));
    add("det", r -> List.of(positive(r, 128)), in -> Ops.det(in.getFirst()));
    add(
        "solve",
        r -> List.of(positive(r, 256), r.normal(256, 16)),
        in -> Ops.solve(in.get(0), in.get(1)));
    add("qr", r -> List.of(r.normal(256, 128)), in -> Ops.qr(in.getFirst()));
    add("svd", r -> List.of(r.normal(128, 64)), in -> Ops.svd(in.getFirst(), false));
    add("eigh", r -> List.of(positive(r, 128)), in -> Ops.eigh(in.getFirst()));
  }

  private static Function<RandomArrays, List<? extends Tensor>> images(int... kernel) {
    return r -> List.of(r.normal(8, 32, 32, 32), r.normal(kernel));
  }

  private static void networks() {
    square("softmax", x -> Ops.softmax(x));
    square("log-softmax", x -> Ops.logSoftmax(x));
    square("gelu", x -> Ops.gelu(x, false));
    square("silu", Ops::silu);
    square("layer-norm", x -> Ops.layerNormalization(x));
    add("conv", images(3, 3, 32, 32), in -> Ops.conv(in.get(0), in.get(1), c -> c.padding("same")));
    add(
        "depthwise-conv",
        images(3, 3, 32, 1),
        in -> Ops.depthwiseConv(in.get(0), in.get(1), c -> c.padding("same")));
    add(
        "conv-transpose",
        images(2, 2, 32, 32),
        in -> Ops.convTranspose(in.get(0), in.get(1), c -> c.strides(2)));
    add("max-pool", images(1), in -> Ops.maxPool(in.get(0), 2));
    add("average-pool", images(1), in -> Ops.averagePool(in.get(0), 2));
    add(
        "sparse-cross-entropy",
        r -> List.of(r.integers(0, 1000, 1024), r.normal(1024, 1000)),
        in -> Ops.sparseCategoricalCrossentropy(in.get(0), in.get(1), true, -1));
    add(
        "attention",
        r -> List.of(r.normal(8, 128, 4, 32), r.normal(8, 128, 4, 32), r.normal(8, 128, 4, 32)),
        in -> Ops.dotProductAttention(in.get(0), in.get(1), in.get(2)));
  }

  private static void signals() {
    add(
        "resize-bilinear",
        r -> List.of(r.normal(8, 64, 64, 3)),
        in -> Ops.resize(in.getFirst(), 128, 128));
    add("rfft", r -> List.of(r.normal(256, 1024)), in -> Ops.rfft(in.getFirst()));
    add("stft", r -> List.of(r.normal(4, 16_000)), in -> Ops.stft(in.getFirst(), 512, 128, 512));
  }
}
