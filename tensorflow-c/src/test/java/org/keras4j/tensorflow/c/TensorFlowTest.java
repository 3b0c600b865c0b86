package org.keras4j.tensorflow.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

class TensorFlowTest {
  private static final Context CONTEXT = Context.shared();
  private static final TensorType VECTOR = TensorType.of(DType.FLOAT32, 4);

  private static TensorHandle handle(Array array) {
    try (var tensor = NativeTensor.of(array)) {
      return TensorHandle.of(tensor);
    }
  }

  private static float[] floats(TensorHandle handle) {
    try (var tensor = handle.resolve()) {
      return tensor.memory().toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  void the_library_says_its_version_and_its_devices() {
    assertThat(TensorFlowLibrary.load().version()).matches("2\\.\\d+\\.\\d+");
    assertThat(CONTEXT.devices()).extracting(Object::toString).contains("cpu:0");
  }

  @Test
  void an_operation_runs_with_its_attributes() {
    var product =
        CONTEXT.operation(
            "MatMul",
            Map.of("transpose_a", Attribute.of(false), "transpose_b", Attribute.of(true)));
    try (var x = handle(Array.of(Shape.of(1, 2), 1, 2));
        var y = handle(Array.of(Shape.of(2, 2), 3, 4, 5, 6));
        var z = product.run(List.of(x, y), 1).getFirst()) {
      assertThat(z.type()).isEqualTo(TensorType.of(DType.FLOAT32, 1, 2));
      assertThat(floats(z)).containsExactly(11, 17);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void every_dtype_of_numbers_goes_there_and_back(DType dtype) {
    var elements = Elements.zeros(TensorType.of(dtype, 2, 1, 3));
    for (int i = 0; i < elements.size(); i++) {
      elements.setLong(i, i);
    }
    var array = elements.toArray();
    try (var x = handle(array);
        var y = CONTEXT.operation("Identity", Map.of()).run(List.of(x), 1).getFirst();
        var back = y.resolve()) {
      assertThat(y.type()).isEqualTo(array.type());
      assertThat(Array.of(array.type(), back.toHost(array.type())).toLongs())
          .isEqualTo(array.toLongs());
    }
  }

  @Test
  void aligned_memory_is_shared_and_given_back() throws InterruptedException {
    var released = new CountDownLatch(1);
    try (var arena = Arena.ofShared()) {
      var memory = arena.allocate(VECTOR.size() * 4, NativeTensor.ALIGNMENT);
      try (var tensor = NativeTensor.over(VECTOR, memory, released::countDown);
          var handle = TensorHandle.of(tensor)) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, 3, 7f);
        assertThat(floats(handle)).containsExactly(0, 0, 0, 7);
        assertThat(released.getCount()).isEqualTo(1);
      }
      assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_graph_becomes_a_function_that_runs() {
    try (var graph = new Graph()) {
      Output x = graph.placeholder(VECTOR);
      Output one =
          graph
              .operation("Const")
              .set("value", Attribute.of(Array.scalar(DType.FLOAT32, 1)))
              .set("dtype", Attribute.of(DType.FLOAT32))
              .build();
      Output y = graph.operation("AddV2").input(x).input(one).build();
      try (var function = graph.toFunction("add_one", List.of(x), List.of(y))) {
        CONTEXT.add(function);
      }
    }
    try (var x = handle(Array.of(Shape.of(4), 1, 2, 3, 4));
        var y = CONTEXT.operation("add_one", Map.of()).run(List.of(x), 1).getFirst()) {
      assertThat(floats(y)).containsExactly(2, 3, 4, 5);
    }
    CONTEXT.removeFunction("add_one");
    assertThatThrownBy(
            () -> {
              try (var x = handle(Array.of(Shape.of(4), 1, 2, 3, 4))) {
                CONTEXT.operation("add_one", Map.of()).run(List.of(x), 1);
              }
            })
        .isInstanceOf(TensorFlowException.class)
        .hasMessageContaining("add_one");
  }

  /// While the first is below the second, double it: the functions of a loop are made known to the
  /// graph that calls them.
  @Test
  void functions_call_functions() {
    var number = TensorType.of(DType.FLOAT32);
    try (var test = new Graph();
        var step = new Graph();
        var graph = new Graph()) {
      var t = List.of(test.placeholder(number), test.placeholder(number));
      var less = test.operation("Less").input(t.get(0)).input(t.get(1)).build();
      var s = List.of(step.placeholder(number), step.placeholder(number));
      var twice = step.operation("AddV2").input(s.get(0)).input(s.get(0)).build();
      var same = step.operation("Identity").input(s.get(1)).build();
      var in = List.of(graph.placeholder(number), graph.placeholder(number));
      try (var condition = test.toFunction("below", t, List.of(less));
          var body = step.toFunction("double", s, List.of(twice, same))) {
        graph.add(condition);
        graph.add(body);
        var out =
            graph
                .operation("StatelessWhile")
                .inputs(in)
                .set("cond", Attribute.ofFunction("below"))
                .set("body", Attribute.ofFunction("double"))
                .buildAll();
        try (var loop = graph.toFunction("grow", in, out)) {
          // The context is told of the functions one by one.
          CONTEXT.add(condition);
          CONTEXT.add(body);
          CONTEXT.add(loop);
        }
      }
    }
    try (var x = handle(Array.of(Shape.SCALAR, 3));
        var limit = handle(Array.of(Shape.SCALAR, 20))) {
      var results = CONTEXT.operation("grow", Map.of()).run(List.of(x, limit), 2);
      assertThat(floats(results.getFirst())).containsExactly(24);
      results.forEach(TensorHandle::close);
    }
  }

  @Test
  void a_module_of_stablehlo_runs_in_a_compiled_function() {
    String module =
        """
        module @m { func.func public @main(%a: tensor<4xf32>) -> tensor<4xf32> {
          %c = stablehlo.constant dense<1.0> : tensor<4xf32>
          %0 = stablehlo.add %a, %c : tensor<4xf32>
          return %0 : tensor<4xf32> } }\
        """;
    try (var graph = new Graph()) {
      Output x = graph.placeholder(VECTOR);
      Output y =
          graph
              .operation("XlaCallModule")
              .inputs(List.of(x))
              .set("version", Attribute.of(9))
              .set("module", Attribute.of(module))
              .set("Tin", Attribute.ofTypes(List.of(DType.FLOAT32)))
              .set("Tout", Attribute.ofTypes(List.of(DType.FLOAT32)))
              .set("Sout", Attribute.ofShapes(List.of(VECTOR.shape())))
              .set("platforms", Attribute.ofTexts(List.of("CPU")))
              .build();
      try (var function = graph.toFunction("compiled_add_one", List.of(x), List.of(y))) {
        CONTEXT.add(function.set("_XlaMustCompile", Attribute.of(true)));
      }
    }
    try (var x = handle(Array.of(Shape.of(4), 1, 2, 3, 4));
        var y = CONTEXT.operation("compiled_add_one", Map.of()).run(List.of(x), 1).getFirst()) {
      assertThat(floats(y)).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void what_tensorflow_refuses_is_said_in_its_words() {
    assertThatThrownBy(() -> CONTEXT.operation("NoSuchOperation", Map.of()).run(List.of(), 1))
        .isInstanceOf(TensorFlowException.class)
        .hasMessageContaining("NoSuchOperation");
    try (var x = handle(Array.of(Shape.of(2), 1, 2));
        var y = handle(Array.of(Shape.of(3), 1, 2, 3))) {
      assertThatThrownBy(() -> CONTEXT.operation("AddV2", Map.of()).run(List.of(x, y), 1))
          .isInstanceOf(TensorFlowException.class)
          .hasMessageContaining("Incompatible shapes");
    }
  }

  @Test
  void what_was_closed_is_not_used() {
    var x = handle(Array.of(Shape.of(2), 1, 2));
    x.close();
    x.close();
    assertThat(x.isClosed()).isTrue();
    assertThatThrownBy(x::resolve).isInstanceOf(IllegalStateException.class);
    var identity = CONTEXT.operation("Identity", Map.of());
    assertThatThrownBy(() -> identity.run(List.of(x), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    var graph = new Graph();
    graph.close();
    assertThatThrownBy(() -> graph.placeholder(VECTOR)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void eight_threads_run_one_operation() throws InterruptedException {
    var twice = CONTEXT.operation("AddV2", Map.of());
    var wrong = java.util.Collections.synchronizedList(new ArrayList<String>());
    var threads =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    Thread.startVirtualThread(
                        () -> {
                          for (int i = 0; i < 200; i++) {
                            try (var x = handle(Array.of(Shape.of(2), n, i));
                                var y = twice.run(List.of(x, x), 1).getFirst()) {
                              float[] z = floats(y);
                              if (z[0] != 2 * n || z[1] != 2 * i) {
                                wrong.add(n + ", " + i);
                              }
                            }
                          }
                        }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }
}
