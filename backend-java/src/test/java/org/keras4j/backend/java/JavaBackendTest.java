package org.keras4j.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Verifier;
import org.keras4j.lax.Lax;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class JavaBackendTest {
  private static final JavaBackend ENGINE = new JavaBackend();
  private static final ReferenceBackend REFERENCE = new ReferenceBackend();

  private static Array random(long seed, DType dtype, int... dims) {
    var random = new Random(seed);
    var type = TensorType.of(dtype, dims);
    double scale = dtype.isFloat() ? 2 : 20;
    return Array.ofDoubles(type, random.doubles(type.size(), -scale, scale).toArray());
  }

  private static void close(Array got, Array want, double tolerance) {
    assertThat(got.type()).isEqualTo(want.type());
    double[] x = got.toDoubles();
    double[] y = want.toDoubles();
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i])) {
        assertThat(x[i]).isCloseTo(y[i], within(tolerance * Math.max(1, Math.abs(y[i]))));
      } else {
        assertThat(Double.valueOf(x[i])).isEqualTo(Double.valueOf(y[i]));
      }
    }
  }

  /// Eager and compiled, with and without donation, against the reference.
  private static void agrees(
      List<Array> in, double tolerance, Function<List<Tensor>, List<Tensor>> f) {
    var program = Verifier.verify(Trace.of(in.stream().map(Array::type).toList(), f).program());
    var want = REFERENCE.compile(program, Set.of()).run(in);
    var eager = Backends.with(ENGINE, () -> f.apply(List.copyOf(in)));
    var executable = ENGINE.compile(program, Set.of());
    var donating =
        ENGINE.compile(program, Set.copyOf(IntStream.range(0, in.size()).boxed().toList()));
    for (int round = 0; round < 2; round++) {
      var compiled = executable.run(in);
      var donated = donating.run(in.stream().map(JavaBackendTest::copy).toList());
      for (int i = 0; i < want.size(); i++) {
        close((Array) eager.get(i), want.get(i), tolerance);
        close(compiled.get(i), want.get(i), tolerance);
        close(donated.get(i), want.get(i), tolerance);
      }
    }
  }

  private static Array copy(Array x) {
    return Array.ofDoubles(x.type(), x.toDoubles());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void random_programs_of_small_steps_agree_with_the_reference(int seed) {
    var random = new Random(seed);
    int rows = 1 + random.nextInt(40);
    int columns = 1 + random.nextInt(70);
    var in =
        List.of(
            random(seed, DType.FLOAT32, rows, columns),
            random(seed + 100, DType.FLOAT32, columns),
            random(seed + 200, DType.FLOAT32, rows, 1),
            random(seed + 300, DType.FLOAT32));
    agrees(in, 2e-5, tensors -> randomSteps(tensors, new Random(seed), rows, columns));
  }

  private static List<Tensor> randomSteps(List<Tensor> in, Random random, int rows, int columns) {
    Shape full = Shape.of(rows, columns);
    var full2d = new ArrayList<Tensor>(List.of(in.get(0)));
    var small = new ArrayList<>(in.subList(1, 4));
    for (int step = 0; step < 25; step++) {
      Tensor x = full2d.get(random.nextInt(full2d.size()));
      Tensor y = full2d.get(random.nextInt(full2d.size()));
      Tensor s = small.get(random.nextInt(small.size()));
      Tensor spread =
          Lax.broadcast(
              s, full, s.rank() == 0 ? List.of() : s.rank() == 1 ? List.of(1) : List.of(0, 1));
      switch (random.nextInt(9)) {
        case 0 -> full2d.add(Lax.tanh(Lax.add(x, y)));
        case 1 -> full2d.add(Lax.mul(x, Lax.logistic(spread)));
        case 2 -> full2d.add(Lax.select(Lax.gt(x, spread), y, Lax.neg(x)));
        case 3 -> small.add(Lax.tanh(Lax.reduceSum(x, List.of(0))));
        case 4 -> small.add(Lax.reshape(Lax.reduceMax(x, List.of(1)), Shape.of(rows, 1)));
        case 5 -> {
          Tensor flat = Lax.reshape(x, Shape.of(rows * columns));
          full2d.add(Lax.reshape(Lax.sin(flat), full));
        }
        case 6 -> full2d.add(Lax.sub(spread, x));
        case 7 -> small.add(Lax.tanh(Lax.reduceSum(Lax.mul(x, y), List.of(0, 1))));
        default ->
            full2d.add(Lax.transpose(Lax.tanh(Lax.transpose(x, List.of(1, 0))), List.of(1, 0)));
      }
    }
    var out = new ArrayList<Tensor>();
    out.add(in.get(0));
    out.add(full2d.getLast());
    out.add(full2d.getLast());
    out.add(full2d.get(full2d.size() / 2));
    out.addAll(small);
    return out;
  }

  @Test
  void products_of_any_axes_agree() {
    var axes =
        List.of(
            new Dot(List.of(1), List.of(0), List.of(), List.of(), DType.FLOAT32),
            new Dot(List.of(0), List.of(1), List.of(), List.of(), DType.FLOAT32),
            new Dot(List.of(2), List.of(1), List.of(0), List.of(0), DType.FLOAT32),
            new Dot(List.of(1), List.of(3), List.of(0, 2), List.of(0, 2), DType.FLOAT32),
            new Dot(List.of(1, 3), List.of(2, 0), List.of(), List.of(), DType.FLOAT32));
    int[][][] shapes = {
      {{7, 5}, {5, 3}},
      {{5, 7}, {3, 5}},
      {{2, 3, 4}, {2, 4, 5}},
      {{2, 3, 4, 5}, {2, 6, 4, 3}},
      {{2, 3, 4, 5}, {5, 6, 3, 2}}
    };
    for (int i = 0; i < shapes.length; i++) {
      var in =
          List.of(random(1, DType.FLOAT32, shapes[i][0]), random(2, DType.FLOAT32, shapes[i][1]));
      var dot = axes.get(i);
      agrees(in, 1e-5, t -> List.of(Lax.dot(t.get(0), t.get(1), dot)));
    }
  }

  @Test
  void convolutions_and_the_forms_of_their_gradients_agree() {
    var last = Layout.channelsLast(2);
    var first = Layout.channelsFirst(2);
    var plain = Layout.kernel(2);
    var two = List.of(2, 2);
    var one = List.of(1, 1);
    var zero = List.of(0, 0);
    var x = random(1, DType.FLOAT32, 2, 7, 8, 4);
    var k = random(2, DType.FLOAT32, 3, 3, 4, 6);
    agrees(
        List.of(x, k),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(two, one, zero, one, one, 1, 1, last, plain, last))));
    agrees(
        List.of(x, k),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(one, two, two, two, two, 1, 1, last, plain, last))));
    var grouped = random(3, DType.FLOAT32, 3, 3, 2, 6);
    agrees(
        List.of(x, grouped),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(two, one, one, one, one, 2, 1, last, plain, last))));
    var channelsFirst = random(4, DType.FLOAT32, 2, 4, 7, 8);
    agrees(
        List.of(channelsFirst, k),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(two, one, one, one, one, 1, 1, first, plain, first))));
    // The gradient for the input of a 3x3 convolution of stride 2, padded by 1 before and 0 after.
    var g = random(5, DType.FLOAT32, 2, 3, 4, 6);
    var swapped = new Layout(2, 3, plain.spatial());
    agrees(
        List.of(g, k),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(one, one, List.of(2, 2), two, one, 1, 1, last, swapped, last))));
    // The gradient for the kernel of the same.
    var turned = new Layout(3, 0, List.of(1, 2));
    agrees(
        List.of(x, g),
        1e-5,
        t ->
            List.of(
                Lax.conv(
                    t.get(0),
                    t.get(1),
                    new Conv(
                        one,
                        one,
                        List.of(-1, 0),
                        one,
                        two,
                        1,
                        1,
                        turned,
                        turned,
                        new Layout(2, 3, List.of(0, 1))))));
  }

  @Test
  void windows_agree() {
    var x = random(1, DType.FLOAT32, 2, 6, 7, 3);
    var window =
        Window.of(
            List.of(1, 3, 2, 1), List.of(1, 2, 2, 1), List.of(0, 1, 0, 0), List.of(0, 1, 1, 0));
    agrees(
        List.of(x),
        1e-5,
        t ->
            List.of(
                Lax.reduceWindow(ReduceOp.MAX, t.getFirst(), window),
                Lax.reduceWindow(ReduceOp.SUM, t.getFirst(), window)));
    var spread =
        new Window(
            List.of(1, 3, 2, 1),
            List.of(1, 1, 2, 1),
            List.of(0, 2, 1, 0),
            List.of(0, 2, 1, 0),
            List.of(1, 2, 3, 1),
            List.of(1, 1, 2, 1));
    agrees(List.of(x), 1e-5, t -> List.of(Lax.reduceWindow(ReduceOp.SUM, t.getFirst(), spread)));
    var g = random(2, DType.FLOAT32, window.outputShape(x.shape()).dims());
    agrees(List.of(x, g), 1e-5, t -> List.of(Lax.windowScatter(t.get(0), t.get(1), true, window)));
  }

  @Test
  void look_ups_agree() {
    var table = random(1, DType.FLOAT32, 9, 4);
    var indices = Array.ofInts(Shape.of(3, 2, 1), 0, 8, 9, -1, 3, 3);
    var rows = new Places(List.of(2), List.of(0), List.of(), List.of(), List.of(0));
    for (var mode : OutOfBounds.values()) {
      agrees(
          List.of(table, indices),
          0,
          t -> List.of(Lax.gather(t.get(0), t.get(1), rows, List.of(1, 4), mode)));
    }
    var updates = random(2, DType.FLOAT32, 3, 2, 4);
    for (var op : ScatterOp.values()) {
      agrees(
          List.of(table, indices, updates),
          1e-6,
          t -> List.of(Lax.scatter(op, t.get(0), t.get(1), t.get(2), rows)));
    }
    agrees(
        List.of(table),
        0,
        t -> Lax.sort(List.of(t.getFirst(), Lax.iota(TensorType.of(DType.INT32, 9, 4), 0)), 0));
    agrees(List.of(table), 0, t -> Lax.topK(t.getFirst(), 3));
  }

  @Test
  void movements_of_every_dtype_agree() {
    for (DType dtype :
        List.of(
            DType.FLOAT32,
            DType.FLOAT64,
            DType.INT32,
            DType.INT64,
            DType.INT8,
            DType.FLOAT16,
            DType.COMPLEX64)) {
      var x = random(1, dtype, 3, 4, 5);
      var scalar = random(2, dtype);
      agrees(
          List.of(x, scalar),
          0,
          t -> {
            Tensor a = t.getFirst();
            var out = new ArrayList<Tensor>();
            out.add(Lax.transpose(a, List.of(2, 0, 1)));
            out.add(Lax.slice(a, List.of(1, 0, 1), List.of(3, 4, 5), List.of(1, 2, 3)));
            out.add(Lax.reverse(a, List.of(0, 2)));
            out.add(Lax.concatenate(List.of(a, a), 1));
            out.add(Lax.broadcast(a, Shape.of(3, 2, 4, 5), List.of(0, 2, 3)));
            out.add(Lax.dynamicSlice(a, Array.ofInts(Shape.of(3), 9, 1, -4), Shape.of(2, 3, 4)));
            out.add(Lax.pad(a, t.get(1), List.of(1, -1, 0), List.of(-2, 2, 3), List.of(0, 1, 2)));
            return out;
          });
    }
  }

  @Test
  void sums_of_half_precision_numbers_are_rounded_once() {
    for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var x = random(1, dtype, 5, 33);
      var y = random(2, dtype, 33, 4);
      double ulp = dtype == DType.FLOAT16 ? 1e-3 : 8e-3;
      agrees(
          List.of(x, y),
          ulp,
          t ->
              List.of(
                  Lax.matmul(t.get(0), t.get(1)),
                  Lax.reduceSum(t.get(0), List.of(1)),
                  Lax.tanh(Lax.mul(t.get(0), t.get(0)))));
    }
  }

  @Test
  void loops_carry_and_stack() {
    var start = random(1, DType.FLOAT32, 4);
    var steps = random(2, DType.FLOAT32, 6, 4);
    var body =
        Trace.of(
                List.of(start.type(), start.type()),
                in -> {
                  Tensor next = Lax.add(Lax.mul(in.get(0), Lax.full(start.type(), 0.5)), in.get(1));
                  return List.of(next, Lax.tanh(next));
                })
            .program();
    for (boolean reverse : new boolean[] {false, true}) {
      agrees(List.of(start, steps), 1e-6, t -> Lax.scan(new Scan(body, 6, 0, 1, reverse), t));
    }
  }

  @Test
  void a_composite_without_kernel_is_its_body() {
    agrees(
        List.of(random(1, DType.FLOAT32, 3, 5)),
        1e-6,
        t -> {
          var doubled =
              Lax.composite(
                  "double",
                  Map.of(),
                  t,
                  x -> List.of(Lax.add(x.getFirst(), x.getFirst())),
                  Optional.empty());
          return List.of(Lax.exp(doubled.getFirst()));
        });
  }

  @Test
  void a_donated_parameter_is_updated_in_place() {
    var type = TensorType.of(DType.FLOAT32, 5000);
    var program =
        Trace.of(
                List.of(type, type),
                in -> List.of(Lax.sub(in.get(0), Lax.mul(in.get(1), Lax.full(type, 0.1)))))
            .program();
    var executable = ENGINE.compile(program, Set.of(0));
    var weights = random(1, DType.FLOAT32, 5000);
    var updated = executable.run(List.of(weights, random(2, DType.FLOAT32, 5000))).getFirst();
    assertThat(updated.host().array()).isSameAs(weights.host().array());
  }

  @Test
  void an_output_takes_the_array_of_a_donated_input_that_nobody_reads_any_more() {
    var type = TensorType.of(DType.FLOAT32, 50, 100);
    var program =
        Trace.of(
                List.of(type, type, type),
                in -> {
                  var turned = Lax.transpose(in.get(0), List.of(1, 0));
                  return List.of(Lax.exp(Lax.transpose(turned, List.of(1, 0))), in.get(2));
                })
            .program();
    var executable = ENGINE.compile(program, Set.of(0, 1, 2));
    var in = IntStream.range(0, 3).mapToObj(i -> random(i, DType.FLOAT32, 50, 100)).toList();
    var want = REFERENCE.compile(program, Set.of()).run(in);
    var given = in.stream().map(x -> x.host().array()).toList();
    var out = executable.run(in);
    Object first = out.get(0).host().array();
    assertThat(first == given.get(0) || first == given.get(1)).isTrue();
    assertThat(out.get(1).host().array() == given.get(2)).isTrue();
    close(out.get(0), want.get(0), 1e-6);
    close(out.get(1), want.get(1), 0);
  }

  @Test
  void eight_threads_get_the_answers_of_one() throws InterruptedException {
    var x = random(1, DType.FLOAT32, 64, 128);
    var w = random(2, DType.FLOAT32, 128, 96);
    var program =
        Trace.of(
                List.of(x.type(), w.type()),
                in -> List.of(Lax.tanh(Lax.matmul(in.get(0), in.get(1)))))
            .program();
    var executable = ENGINE.compile(program, Set.of());
    float[] want = executable.run(List.of(x, w)).getFirst().toFloats();
    var wrong = new java.util.concurrent.atomic.AtomicInteger();
    var threads =
        IntStream.range(0, 8)
            .mapToObj(
                _ ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 50; i++) {
                                if (!java.util.Arrays.equals(
                                    executable.run(List.of(x, w)).getFirst().toFloats(), want)) {
                                  wrong.incrementAndGet();
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).hasValue(0);
  }
}
