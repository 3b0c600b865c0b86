package org.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.ops.OptimizerSteps;
import org.keras4j.ops.OptimizerSteps.Moments;
import org.keras4j.ops.Recurrence;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Gradients;

/// Engines' own kernels of compositions, held against the bodies that define them: the reference
/// engine has no such kernel. Values and gradients, at once and compiled.
class CompositesTest {
  private static final double TOLERANCE = 2e-5;

  interface Function1 extends Function<List<Tensor>, List<Tensor>> {}

  record Sample(String name, List<Shape> shapes, Function1 function) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Sample sample(String name, Function1 function, int[]... shapes) {
    return new Sample(name, Stream.of(shapes).map(Shape::of).toList(), function);
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  private static List<Sample> samples() {
    Array labels = Array.ofInts(Shape.of(5), new int[] {0, 16, -1, 17, 3});
    var out = new ArrayList<Sample>();
    for (int n : new int[] {1, 7, 16, 33, 1500}) {
      out.add(sample("softmax " + n, t -> List.of(Ops.softmax(t.getFirst())), dims(3, n)));
      out.add(sample("log softmax " + n, t -> List.of(Ops.logSoftmax(t.getFirst())), dims(3, n)));
      out.add(
          sample(
              "layer norm " + n,
              t ->
                  List.of(
                      Ops.layerNormalization(
                          t.get(0), o -> o.gamma(t.get(1)).beta(t.get(2)).epsilon(1e-3))),
              dims(4, 3, n),
              dims(n),
              dims(n)));
    }
    out.add(sample("softmax of planes", t -> List.of(Ops.softmax(t.getFirst(), 1)), dims(3, 5, 4)));
    out.add(
        sample(
            "layer norm of two axes",
            t -> List.of(Ops.layerNormalization(t.getFirst(), o -> o.axis(Axes.of(-2, -1)))),
            dims(4, 5, 6)));
    out.add(
        sample(
            "moments of columns", t -> Ops.moments(t.getFirst(), Axes.of(0, 1)), dims(40, 9, 17)));
    out.add(sample("moments of rows", t -> Ops.moments(t.getFirst(), Axes.of(2)), dims(4, 9, 17)));
    out.add(
        sample(
            "cross entropy, two labels being none",
            t -> List.of(Ops.sparseCategoricalCrossentropy(labels, t.getFirst(), true, -1)),
            dims(5, 17)));
    out.add(attention("attention", 4, 2, false, Optional.empty()));
    out.add(attention("causal attention of equal heads", 3, 3, true, Optional.empty()));
    int[] allowed = java.util.stream.IntStream.range(0, 2 * 5 * 7).map(i -> i % 3).toArray();
    Tensor mask = Ops.cast(Array.ofInts(Shape.of(2, 1, 5, 7), allowed), DType.BOOL);
    out.add(attention("masked attention", 4, 2, false, Optional.of(mask)));
    out.add(lstm(1, 1, 1));
    out.add(lstm(5, 3, 17));
    out.add(lstm(4, 9, 8));
    out.add(lstmLayer(1, 1, 1, 1, true));
    out.add(lstmLayer(5, 3, 6, 17, true));
    out.add(lstmLayer(4, 9, 11, 8, false));
    out.add(
        sample(
            "adam",
            t -> {
              var next =
                  OptimizerSteps.adam(
                      new Moments(t.get(0), t.get(1), Ops.square(t.get(2))),
                      t.get(3),
                      Ops.sum(t.get(4)),
                      0.9,
                      0.999,
                      1e-3);
              return List.of(next.weights(), next.first(), next.second());
            },
            dims(7, 11),
            dims(7, 11),
            dims(7, 11),
            dims(7, 11),
            dims(1)));
    return out;
  }

  private static Sample attention(
      String name, int heads, int keyHeads, boolean causal, Optional<Tensor> mask) {
    return sample(
        name,
        t ->
            List.of(
                Ops.dotProductAttention(
                    t.get(0),
                    t.get(1),
                    t.get(2),
                    o -> {
                      o.isCausal(causal);
                      mask.ifPresent(o::mask);
                    })),
        dims(2, 5, heads, 6),
        dims(2, 7, keyHeads, 6),
        dims(2, 7, keyHeads, 6));
  }

  private static Sample lstm(int steps, int batch, int units) {
    return sample(
        "lstm of %d steps, %d rows, %d units".formatted(steps, batch, units),
        t -> {
          var out = Recurrence.lstm(t.get(0), t.get(1), t.get(2), t.get(3));
          return List.of(out.hidden(), out.cell());
        },
        dims(steps, batch, 4 * units),
        dims(batch, units),
        dims(batch, units),
        dims(units, 4 * units));
  }

  private static Sample lstmLayer(int steps, int batch, int features, int units, boolean biased) {
    return sample(
        "lstm layer of %d steps, %d rows, %d features, %d units%s"
            .formatted(steps, batch, features, units, biased ? "" : ", no bias"),
        t -> {
          var bias = biased ? Optional.of(t.get(5)) : Optional.<Tensor>empty();
          var weights = new Recurrence.LstmWeights(t.get(3), t.get(4), bias);
          var out = Recurrence.lstm(t.get(0), t.get(1), t.get(2), weights);
          return List.of(out.hidden(), out.cell());
        },
        dims(steps, batch, features),
        dims(batch, units),
        dims(batch, units),
        dims(features, 4 * units),
        dims(units, 4 * units),
        dims(4 * units));
  }

  static Stream<Arguments> onEngines() {
    return Backends.providers().stream()
        .filter(p -> p.unusableBecause().isEmpty())
        .map(BackendProvider::name)
        .filter(name -> !name.equals("reference"))
        .flatMap(name -> samples().stream().map(sample -> Arguments.of(name, sample)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("onEngines")
  void a_kernel_computes_what_the_body_says(String engine, Sample sample) {
    var random = new Random(7);
    var in = sample.shapes().stream().map(s -> random(s, random)).toList();
    Function1 both = t -> valuesAndGradients(sample.function(), t);
    var expected = compiled(Backends.named("reference"), both, in);
    assertClose("compiled", compiled(Backends.named(engine), both, in), expected);
    assertClose("at once", Backends.with(Backends.named(engine), () -> eager(both, in)), expected);
  }

  private static Array random(Shape shape, Random random) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Array.of(shape, values);
  }

  private static List<Tensor> valuesAndGradients(Function1 function, List<Tensor> in) {
    var at = Gradients.vjp(function, in, List.of());
    var random = new Random(3);
    var cotangents =
        at.outputs().stream().map(t -> Optional.<Tensor>of(random(t.shape(), random))).toList();
    return Stream.concat(at.outputs().stream(), at.back().apply(cotangents).stream()).toList();
  }

  private static List<Array> compiled(Backend engine, Function1 function, List<Array> in) {
    List<TensorType> types = in.stream().map(Array::type).toList();
    var trace = Trace.of(types, function);
    var inputs =
        Stream.concat(in.stream(), trace.captured().stream().map(Array.class::cast)).toList();
    return engine.compile(trace.program(), Set.of()).run(inputs);
  }

  private static List<Array> eager(Function1 function, List<Array> in) {
    return function.apply(List.copyOf(in)).stream().map(Array.class::cast).toList();
  }

  private static void assertClose(String how, List<Array> actual, List<Array> expected) {
    assertThat(actual).as(how).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).type()).as(how).isEqualTo(expected.get(i).type());
      double[] x = actual.get(i).toDoubles();
      double[] y = expected.get(i).toDoubles();
      for (int k = 0; k < y.length; k++) {
        assertThat(x[k])
            .as("%s, result %d, element %d", how, i, k)
            .isCloseTo(
                y[k], org.assertj.core.data.Offset.offset(TOLERANCE * Math.max(1, Math.abs(y[k]))));
      }
    }
  }
}
