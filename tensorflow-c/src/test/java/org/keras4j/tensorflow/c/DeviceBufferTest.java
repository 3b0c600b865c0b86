package org.keras4j.tensorflow.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keras4j.foreign.DeviceBuffer;
import org.keras4j.foreign.NativeMemory;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;

class DeviceBufferTest {
  private static final Operation TWICE = Context.shared().operation("Mul", Map.of());

  private static Array ones(int n) {
    float[] values = new float[n];
    java.util.Arrays.fill(values, 1);
    return Array.of(Shape.of(n), values);
  }

  private static Array square(Array x) {
    try (var operands = TensorHandle.operands(List.of(x, x))) {
      return DeviceBuffer.array(x.type(), TWICE.run(operands.tensors(), 1).getFirst());
    }
  }

  @Test
  void large_results_stay_with_tensorflow_until_the_host_asks_for_them() {
    Array y = square(square(ones(1000)));
    assertThat(y.buffer()).isInstanceOf(DeviceBuffer.class);
    assertThat(y.toFloats()).hasSize(1000).containsOnly(1);
  }

  @Test
  void small_results_are_kept_on_the_host() {
    assertThat(square(ones(3)).buffer()).isInstanceOf(HostBuffer.class);
  }

  @Test
  void what_was_given_up_is_not_used_any_more() {
    Array y = square(ones(1000));
    try (var operands = TensorHandle.operands(List.of(y, ones(2)))) {
      operands.giveUp(Set.of(0, 1));
    }
    assertThatThrownBy(y::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> square(y)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_large_array_of_the_host_is_copied_over_for_good_the_second_time() {
    Array x = ones(5000);
    TensorHandle first;
    TensorHandle second;
    try (var operands = TensorHandle.operands(List.of(x))) {
      first = operands.tensors().getFirst();
    }
    try (var operands = TensorHandle.operands(List.of(x))) {
      second = operands.tensors().getFirst();
    }
    try (var operands = TensorHandle.operands(List.of(x))) {
      assertThat(operands.tensors().getFirst()).isSameAs(second);
    }
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
  }

  @Test
  void memory_that_nobody_holds_is_given_back_before_it_becomes_much() {
    Array x = ones(1 << 20);
    for (int i = 0; i < 1000; i++) {
      square(x);
    }
    assertThat(NativeMemory.held()).as("of 4 GB made").isLessThan(600L << 20);
  }
}
