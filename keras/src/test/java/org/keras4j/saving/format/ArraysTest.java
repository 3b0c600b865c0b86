package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// NumPy's files and safetensors.
class ArraysTest {
  private static final Map<String, byte[]> NUMPY = TestFiles.of("h5py.zip");

  @TempDir Path folder;

  private static StoredArray npy(String name) {
    return Npy.read(
        MemorySegment.ofArray(Objects.requireNonNull(NUMPY.get("npy/" + name + ".npy"))), name);
  }

  @Test
  void readsWhatNumpyWrites() {
    assertThat(npy("c").data().floats()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(npy("c").type()).isEqualTo(TensorType.of(DType.FLOAT32, 2, 3));
    int[] fortran = npy("fortran").data().ints();
    for (int i = 0; i < 24; i++) {
      assertThat(fortran[i]).isEqualTo(i);
    }
    assertThat(npy("big").data().doubles()).containsExactly(0, 1, 2);
    assertThat(npy("text").data().strings()).containsExactly("a", "żółw", "", "b");
    assertThat(npy("bytes").data().strings()).containsExactly("ab", "c");
    assertThat(npy("scalar").type()).isEqualTo(TensorType.of(DType.FLOAT32));
    assertThat(npy("bool").data().bytes()).containsExactly(1, 0);
    assertThat(npy("complex").data().floats()).containsExactly(0, 1, 1, 1, 2, 1, 3, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"object", "record"})
  void refusesArraysOfObjectsAndRecords(String name) {
    assertThatThrownBy(() -> npy(name))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("descr");
  }

  private static Map<String, StoredArray> everyType(boolean all) {
    var arrays = new LinkedHashMap<String, StoredArray>();
    for (DType dtype : DType.values()) {
      boolean numpy = !Hdf5Encoding.isOpaque(dtype);
      if (dtype != DType.STRING && (all || numpy)) {
        for (Shape shape : List.of(Shape.SCALAR, Shape.of(3, 2), Shape.of(0))) {
          Elements elements = Elements.zeros(new TensorType(dtype, shape));
          for (int i = 0; i < elements.size(); i++) {
            elements.setDouble(i, dtype == DType.BOOL ? i % 2 : i);
          }
          arrays.put(
              "a/" + dtype + shape.rank() + shape.size(),
              new StoredArray(elements.type(), elements.buffer()));
        }
      }
    }
    return arrays;
  }

  private static void assertSame(Map<String, StoredArray> got, Map<String, StoredArray> want) {
    assertThat(got.keySet()).containsExactlyElementsOf(want.keySet());
    want.forEach(
        (name, array) -> {
          StoredArray own = Objects.requireNonNull(got.get(name));
          assertThat(own.type()).isEqualTo(array.type());
          assertThat(own.data().array()).as(name).isEqualTo(array.data().array());
        });
  }

  @Test
  void readsTheNumpyFilesItWrites() {
    Map<String, StoredArray> arrays = everyType(false);
    Npz.write(folder.resolve("x.npz"), arrays);
    assertSame(Npz.read(folder.resolve("x.npz")), arrays);
    arrays.forEach(
        (name, array) -> {
          Npy.write(folder.resolve("x.npy"), array);
          assertSame(Map.of(name, Npy.read(folder.resolve("x.npy"))), Map.of(name, array));
        });
  }

  @Test
  void readsTheSafetensorsItWrites() {
    Map<String, StoredArray> arrays = everyType(true);
    Safetensors.write(folder.resolve("x.safetensors"), arrays, Map.of("format", "pt"));
    try (Safetensors file = Safetensors.open(folder.resolve("x.safetensors"))) {
      assertSame(file.readAll(), arrays);
      assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(file.type("a/float3226")).contains(TensorType.of(DType.FLOAT32, 3, 2));
      assertThatThrownBy(() -> file.read("absent")).isInstanceOf(RefusedFileException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 16]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F99\", \"shape\": [2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4294967296, 4294967296], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8], \"x\": 1}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}, \"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}, \"a\": 1}",
        "{\"a\": 1}",
        "[]",
        "{}",
        "x",
      })
  void refusesSafetensorsWhoseHeaderLies(String header) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] file = new ByteWriter().i64(json.length).bytes(json).zeros(8).toArray();
    assertThatThrownBy(() -> Safetensors.of(MemorySegment.ofArray(file), "x"))
        .isInstanceOf(RefusedFileException.class);
  }

  @Test
  void refusesSafetensorsHeadersBeyondTheFile() {
    for (long length : new long[] {-1, 0, 1, 100, Long.MAX_VALUE, 99_999_999}) {
      byte[] file = new ByteWriter().i64(length).ascii("{}").toArray();
      assertThatThrownBy(() -> Safetensors.of(MemorySegment.ofArray(file), "x"))
          .isInstanceOf(RefusedFileException.class);
    }
  }

  @Test
  void convertsAsNumpyDoes() {
    var array =
        new StoredArray(
            TensorType.of(DType.FLOAT64, 3), new HostBuffer(new double[] {-1.5, 0, 70000}));
    assertThat(array.as(DType.FLOAT32).data().floats()).containsExactly(-1.5f, 0, 70000);
    assertThat(array.as(DType.INT32).data().ints()).containsExactly(-1, 0, 70000);
    assertThat(array.as(DType.BOOL).data().bytes()).containsExactly(1, 0, 1);
    assertThat(Float.float16ToFloat(array.as(DType.FLOAT16).data().shorts()[2])).isInfinite();
    assertThat(array.as(DType.FLOAT64)).isSameAs(array);
    var large =
        new StoredArray(TensorType.of(DType.INT64, 1), new HostBuffer(new long[] {Long.MAX_VALUE}));
    assertThat(large.as(DType.UINT64).data().longs()).containsExactly(Long.MAX_VALUE);
    assertThatThrownBy(() -> array.as(DType.STRING)).isInstanceOf(IllegalArgumentException.class);
  }
}
