package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ir.Primitive;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

class SamplesTest {
  private static final List<Sample> ALL = Samples.all(DType.FLOAT32);

  static Stream<Class<?>> primitives() {
    return leaves(Primitive.class);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SamplesTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void every_primitive_and_each_of_its_variants_has_a_sample(Class<?> primitive) throws Exception {
    var samples = ALL.stream().filter(s -> primitive.isInstance(s.op())).toList();
    assertThat(samples).isNotEmpty();
    for (RecordComponent component : primitive.getRecordComponents()) {
      if (component.getType().isEnum() && component.getType() != DType.class) {
        Set<Object> used = new HashSet<>();
        for (Sample sample : samples) {
          used.add(component.getAccessor().invoke(sample.op()));
        }
        assertThat(used).containsExactlyInAnyOrder(component.getType().getEnumConstants());
      }
    }
  }

  @Test
  void names_are_unique_and_operands_fit() {
    var names = new ArrayList<String>();
    for (Sample sample : ALL) {
      names.add(sample.name());
      List<TensorType> types = sample.in().stream().map(Array::type).toList();
      assertThat(sample.op().infer(types)).as(sample.name()).isNotEmpty();
    }
    assertThat(names).doesNotHaveDuplicates();
  }
}
