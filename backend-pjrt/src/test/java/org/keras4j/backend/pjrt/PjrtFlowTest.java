package org.keras4j.backend.pjrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keras4j.backend.pjrt.ApiFunction.ADDRESSABLE_DEVICES;
import static org.keras4j.backend.pjrt.ApiFunction.BUFFER_FROM_HOST;
import static org.keras4j.backend.pjrt.ApiFunction.BUFFER_TO_HOST;
import static org.keras4j.backend.pjrt.ApiFunction.CLIENT_CREATE;
import static org.keras4j.backend.pjrt.ApiFunction.CLIENT_DESTROY;
import static org.keras4j.backend.pjrt.ApiFunction.COMPILE;
import static org.keras4j.backend.pjrt.ApiFunction.EVENT_AWAIT;
import static org.keras4j.backend.pjrt.ApiFunction.EVENT_DESTROY;
import static org.keras4j.backend.pjrt.ApiFunction.EXECUTABLE_DESTROY;
import static org.keras4j.backend.pjrt.ApiFunction.EXECUTE;
import static org.keras4j.backend.pjrt.ApiFunction.PLUGIN_INITIALIZE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.foreign.UnusableLibraryException;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Trace;
import org.keras4j.stablehlo.StableHloBackend;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// The whole way through the interface, against a plugin made of Java.
class PjrtFlowTest {
  private static final TensorType VECTOR = TensorType.of(DType.FLOAT32, 256);

  /// Sums of two vectors of float32, whatever the module says.
  private final FakePlugin fake = new FakePlugin(in -> List.of(sum(in.get(0), in.get(1))));

  private static byte[] sum(byte[] a, byte[] b) {
    var x = ByteBuffer.wrap(a).order(ByteOrder.nativeOrder());
    var y = ByteBuffer.wrap(b).order(ByteOrder.nativeOrder());
    var out = ByteBuffer.allocate(a.length).order(ByteOrder.nativeOrder());
    while (out.hasRemaining()) {
      out.putFloat(x.getFloat() + y.getFloat());
    }
    return out.array();
  }

  private static Program program() {
    return Trace.of(List.of(VECTOR, VECTOR), in -> List.of(Lax.add(in.get(0), in.get(1))))
        .program();
  }

  private static Array filled(float value) {
    float[] values = new float[256];
    java.util.Arrays.fill(values, value);
    return Array.of(Shape.of(256), values);
  }

  private Client client() {
    return Client.of(Plugin.of("fake.so", fake.table()));
  }

  private static Executable compile(Client client, Set<Integer> donated) {
    return new StableHloBackend("pjrt", () -> client).compile(program(), donated);
  }

  @Test
  void a_program_is_compiled_run_read_back_and_everything_destroyed() {
    try (var client = client();
        var sum = compile(client, Set.of())) {
      var result = sum.run(List.of(filled(1), filled(2))).getFirst();
      assertThat(result.toFloats()).hasSize(256).containsOnly(3);
      result.close();
    }
    assertThat(fake.calls())
        .containsSubsequence(
            PLUGIN_INITIALIZE,
            CLIENT_CREATE,
            ADDRESSABLE_DEVICES,
            COMPILE,
            BUFFER_FROM_HOST,
            EVENT_AWAIT,
            EVENT_DESTROY,
            EXECUTE,
            EVENT_AWAIT,
            EVENT_DESTROY,
            BUFFER_TO_HOST,
            EVENT_AWAIT,
            EVENT_DESTROY,
            EXECUTABLE_DESTROY,
            CLIENT_DESTROY);
    assertThat(fake.alive()).isEmpty();
    assertThat(fake.code)
        .contains("stablehlo.add %arg0, %arg1 : tensor<256xf32>")
        .doesNotContain("aliasing");
    // executable_build_options {device_ordinal: -1, num_replicas: 1, num_partitions: 1}
    assertThat(HexFormat.of().formatHex(fake.options))
        .isEqualTo("1a0f08ffffffffffffffffff0120012801");
  }

  @Test
  void devices_are_named_with_all_that_is_known_of_them() {
    try (var client = client()) {
      var device = client.devices().getFirst();
      assertThat(device).hasToString("gpu:0");
      assertThat(device.description())
          .isEqualTo("Abacus, platform cuda fake 1, PJRT C API 0.97, fake.so");
    }
  }

  @Test
  void what_is_given_up_may_be_overwritten_and_the_rest_may_not() {
    try (var client = client();
        var sum = compile(client, Set.of(0))) {
      var first = sum.run(List.of(filled(1), filled(2))).getFirst();
      assertThat(fake.code).contains("%arg0: tensor<256xf32> {tf.aliasing_output = 0 : i32}");
      assertThat(fake.notDonatable).as("a copy for this call alone").isEmpty();

      var shared = first.copy();
      var second = sum.run(List.of(first, filled(4))).getFirst();
      assertThat(fake.notDonatable).as("elements with two owners").containsExactly(0L);
      assertThat(second.toFloats()).containsOnly(7);
      assertThatThrownBy(first::toFloats)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThat(shared.toFloats()).containsOnly(3);

      sum.run(List.of(second, second));
      assertThat(fake.notDonatable).as("twice among the operands").containsExactly(0L);
    }
  }

  @Test
  void the_second_time_a_large_array_of_the_host_is_there_already() {
    var weights = Array.of(Shape.of(4096), new float[4096]);
    var type = weights.type();
    var program =
        Trace.of(List.of(type, type), in -> List.of(Lax.add(in.get(0), in.get(1)))).program();
    try (var client = client();
        var sum = new StableHloBackend("pjrt", () -> client).compile(program, Set.of(0))) {
      for (int i = 0; i < 3; i++) {
        sum.run(List.of(weights.copy(), weights)).getFirst().close();
      }
      assertThat(fake.calls()).filteredOn(BUFFER_FROM_HOST::equals).hasSize(5);
      sum.run(List.of(weights, weights.copy())).getFirst().close();
      assertThat(fake.notDonatable).as("a copy that stays").containsExactly(0L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COMPILE,          PJRT_Client_Compile",
    "BUFFER_FROM_HOST, PJRT_Client_BufferFromHostBuffer",
    "EXECUTE,          PJRT_LoadedExecutable_Execute",
    "EVENT_AWAIT,      PJRT_Event_Await",
    "BUFFER_TO_HOST,   PJRT_Buffer_ToHostBuffer",
  })
  void an_error_says_which_call_failed_why_and_how_and_nothing_is_left(
      ApiFunction function, String title) {
    try (var client = client()) {
      fake.fail(function, "out of beads");
      assertThatThrownBy(
              () -> {
                try (var sum = compile(client, Set.of())) {
                  var result = sum.run(List.of(filled(1), filled(2))).getFirst();
                  try {
                    result.toFloats();
                  } finally {
                    result.close();
                  }
                }
              })
          .isInstanceOf(PjrtException.class)
          .hasMessage(title + ": out of beads (INVALID_ARGUMENT)");
      fake.mend();
      assertThat(fake.alive()).containsExactly("client");
      try (var sum = compile(client, Set.of())) {
        assertThat(sum.run(List.of(filled(1), filled(2))).getFirst().toFloats()).containsOnly(3);
      }
    }
  }

  @Test
  void what_was_closed_is_not_used() {
    var client = client();
    var sum = compile(client, Set.of());
    var result = sum.run(List.of(filled(1), filled(2))).getFirst();
    result.close();
    assertThatThrownBy(result::toFloats).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sum.run(List.of(result, result)))
        .isInstanceOf(IllegalStateException.class);
    sum.close();
    assertThatThrownBy(() -> sum.run(List.of(filled(1), filled(2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The module was closed and cannot be used any more.");
    client.close();
    assertThatThrownBy(() -> compile(client, Set.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The client of the plugin was closed and cannot be used any more.");
  }

  @Test
  void a_plugin_without_a_device_is_unusable() {
    fake.fail(CLIENT_CREATE, "no GPU on this machine");
    assertThatThrownBy(this::client)
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessage(
            "fake.so (PJRT C API 0.97) finds no device that it can use. PJRT_Client_Create: no GPU on this machine (INVALID_ARGUMENT)");
    fake.mend();
    fake.deviceCount = 0;
    assertThatThrownBy(this::client)
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining("finds no device that it can use");
    fake.fail(PLUGIN_INITIALIZE, "no driver");
    assertThatThrownBy(this::client)
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessage(
            "fake.so (PJRT C API 0.97) cannot be set up. PJRT_Plugin_Initialize: no driver (INVALID_ARGUMENT)");
  }

  @Test
  void a_table_that_cannot_be_read_is_refused_before_anything_is_called() {
    assertRefused(MemorySegment.NULL, "its GetPjrtApi returned null");
    fake.table().set(ValueLayout.JAVA_LONG, 0, 24);
    assertRefused(fake.table(), "long enough to have a version; take a newer release");
    fake.table().set(ValueLayout.JAVA_LONG, 0, EXECUTE.offset());
    assertRefused(fake.table(), "long enough to have PJRT_LoadedExecutable_");
    fake.table().set(ValueLayout.JAVA_LONG, 0, fake.table().byteSize());
    fake.version(1, 0);
    assertRefused(fake.table(), "Received: fake.so of version 1.0");
    fake.version(0, 40);
    assertRefused(fake.table(), "Expected a plugin of the PJRT C API 0.57 or a later 0.x");
    fake.version(0, 97);
    fake.table().set(ValueLayout.ADDRESS, COMPILE.offset(), MemorySegment.NULL);
    assertRefused(fake.table(), "fake.so has no PJRT_Client_Compile.");
    assertThat(fake.calls()).isEmpty();
  }

  private static void assertRefused(MemorySegment table, String message) {
    assertThatThrownBy(() -> Plugin.of("fake.so", table))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining(message);
  }
}
