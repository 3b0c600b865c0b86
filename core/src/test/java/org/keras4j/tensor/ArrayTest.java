package org.keras4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayTest {
  static Stream<Arguments> nested() {
    return Stream.<Object>of(
            new float[] {1.5f, -2},
            new double[][] {{0.1, 0.2}, {0.3, 0.4}},
            new int[][][] {{{1}, {2}}, {{3}, {4}}, {{5}, {6}}},
            new long[] {Long.MAX_VALUE},
            new short[][] {{1, -1}},
            new byte[] {-128, 127},
            new boolean[][] {{true}, {false}},
            new String[] {"a", "b"},
            new float[2][0],
            new int[0][3])
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("nested")
  void arraysOfArraysComeBack(Object nested) {
    Array tensor = Array.ofNested(nested);
    assertThat(tensor.toNested()).isInstanceOf(nested.getClass());
    assertThat(Arrays.deepEquals(new Object[] {tensor.toNested()}, new Object[] {nested})).isTrue();
  }

  @Test
  void nestedArraysMustBeOfOneLengthAtEachDepth() {
    assertThatThrownBy(() -> Array.ofNested(new int[][] {{1, 2}, {3}}))
        .hasMessageContaining("2 at depth 1")
        .hasMessageContaining("Received: 1");
    assertThatThrownBy(() -> Array.ofNested(new int[][] {{1}, null})).hasMessageContaining("null");
    assertThatThrownBy(() -> Array.ofNested(new Object[] {1})).hasMessageContaining("Object");
    assertThatThrownBy(() -> Array.ofNested("text")).hasMessageContaining("text");
  }

  @Test
  void scalarsAndNarrowTypesGiveTheJavaTypeThatHoldsThem() {
    assertThat(Array.scalar(DType.INT32, 7L).toNested()).isEqualTo(7);
    assertThat(Array.ofDoubles(TensorType.of(DType.UINT8, 1), 255).toNested())
        .isEqualTo(new int[] {255});
    assertThat(Array.ofDoubles(TensorType.of(DType.BFLOAT16, 1), 0.5).toNested())
        .isEqualTo(new float[] {0.5f});
    assertThatThrownBy(() -> Array.ofDoubles(TensorType.of(DType.COMPLEX64), 1).toNested())
        .hasMessageContaining("viewAsReal");
  }

  @Test
  void buffersAndStreams() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {9, 1, 2, 3, 4}).position(1);
    Array x = Array.copyOf(Shape.of(2, 2), buffer);
    assertThat(x.toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(buffer.position()).isEqualTo(1);
    assertThat(x.asFloatBuffer().get(3)).isEqualTo(4);
    assertThatThrownBy(() -> x.asFloatBuffer().put(0, 5))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(x.doubles().sum()).isEqualTo(10);
    assertThat(x.longs()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(x.toInts()).containsExactly(1, 2, 3, 4);
    assertThat(
            Array.ofDoubles(TensorType.of(DType.FLOAT16, 3), DoubleStream.of(1, 0, 2).toArray())
                .toBooleans())
        .containsExactly(true, false, true);
    assertThat(Array.ofLongs(Shape.of(1), 5).toLongs()).containsExactly(5);
    assertThat(Array.ofBooleans(Shape.of(2), true, false).toLongs()).containsExactly(1, 0);
    assertThat(Array.ofStrings(Shape.of(1), "a").toStrings()).containsExactly("a");
    assertThatThrownBy(() -> Array.ofInts(Shape.of(1), 1).asFloatBuffer())
        .hasMessageContaining("int32");
    assertThatThrownBy(() -> Array.copyOf(Shape.of(3), buffer)).hasMessageContaining("Received");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void memoryComesBackWhateverTheType(DType dtype) {
    var type = TensorType.of(dtype, 2, 3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(type.size() * dtype.bytes());
      for (long i = 0; i < memory.byteSize(); i++) {
        memory.set(ValueLayout.JAVA_BYTE, i, (byte) (dtype == DType.BOOL ? i % 2 : 17 * i + 1));
      }
      Array x = Array.copyOf(type, memory);
      assertThat(x.asMemory().mismatch(memory)).isEqualTo(-1);
      assertThat(x.asMemory().isReadOnly()).isTrue();
      assertThatThrownBy(() -> Array.copyOf(type, memory.asSlice(1))).hasMessageContaining("bytes");
    }
  }

  private static Array counted(int... shape) {
    var type = TensorType.of(DType.INT32, shape);
    return Array.of(type, new HostBuffer(IntStream.range(0, (int) type.size()).toArray()));
  }

  private static Array floats(float... values) {
    return Array.of(Shape.of(values.length), values);
  }

  /// As NumPy prints the same arrays.
  static Stream<Arguments> printed() {
    float inf = Float.POSITIVE_INFINITY;
    return Stream.of(
        Arguments.of(
            Array.of(Shape.of(2, 2), 1, 2.5f, -3, 4.25f), "[[ 1.    2.5 ]\n [-3.    4.25]]"),
        Arguments.of(floats(1e10f, 1.5f, 2), "[1.0e+10 1.5e+00 2.0e+00]"),
        Arguments.of(floats(0.1f, 0.2f, 0.3f), "[0.1 0.2 0.3]"),
        Arguments.of(floats(Float.NaN, inf, -inf, 1), "[ nan  inf -inf   1.]"),
        Arguments.of(floats(0, -0f), "[ 0. -0.]"),
        Arguments.of(floats(1e-5f, 1), "[1.e-05 1.e+00]"),
        Arguments.of(floats(1e-12f, 123456.789f), "[1.0000000e-12 1.2345679e+05]"),
        Arguments.of(
            Array.ofDoubles(TensorType.of(DType.FLOAT64, 2), 1 / 3.0, 2 / 3.0),
            "[0.33333333 0.66666667]"),
        Arguments.of(Array.ofBooleans(Shape.of(2), true, false), "[ True False]"),
        Arguments.of(Array.ofInts(Shape.of(3), 1, -20, 300), "[  1 -20 300]"),
        Arguments.of(Array.scalar(DType.FLOAT32, 2.5), "2.5"),
        Arguments.of(counted(2, 2, 2), "[[[0 1]\n  [2 3]]\n\n [[4 5]\n  [6 7]]]"),
        Arguments.of(
            counted(30),
            "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n 24 25 26 27 28 29]"),
        Arguments.of(counted(2000), "[   0    1    2 ... 1997 1998 1999]"));
  }

  @ParameterizedTest
  @MethodSource("printed")
  void tensorsPrintAsNumpyPrintsThem(Array tensor, String text) {
    assertThat(tensor).hasToString(text + " " + tensor.type());
  }

  @Test
  void emptyTensorsAndStringsPrint() {
    assertThat(Array.of(Shape.of(0, 3))).hasToString("[] float32[0,3]");
    assertThat(Array.of(Shape.of(2, 0))).hasToString("[[]\n []] float32[2,0]");
    assertThat(Array.ofStrings(Shape.of(2), "a\n", "b".repeat(100)).toString())
        .startsWith("['a\\n' ")
        .hasSizeLessThan(80);
  }

  static Stream<Array> large() {
    return Stream.of(
        counted(1000, 1000),
        counted(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
        counted(7, 7, 7, 7, 7),
        counted(200, 1),
        Array.ofStrings(
            Shape.of(1000),
            Stream.generate(() -> "x".repeat(9999)).limit(1000).toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("large")
  void noTensorFloods(Array tensor) {
    assertThat(tensor.toString()).hasSizeLessThan(5000);
    assertThat(tensor.toString().lines().count()).isLessThanOrEqualTo(61);
    assertThat(tensor.toString()).contains("...").endsWith(tensor.type().toString());
  }
}
