package org.keras4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

class TensorFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"t.npz", "t.safetensors", "T.NPZ"})
  void tensorsComeBackByNameInTheirOrder(String name) {
    var tensors = new LinkedHashMap<String, Array>();
    tensors.put("weights", Array.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    tensors.put("empty", Array.of(Shape.of(0, 3)));
    tensors.put("bias", Array.scalar(DType.FLOAT64, 0.1));
    tensors.put("a", Array.ofInts(Shape.of(2), 7, -7));
    Path file = folder.resolve(name);
    TensorFiles.write(file, tensors);
    var back = TensorFiles.read(file);
    assertThat(back.keySet()).containsExactly("weights", "empty", "bias", "a");
    back.forEach(
        (key, array) -> {
          Array wanted = Objects.requireNonNull(tensors.get(key));
          assertThat(array.type()).isEqualTo(wanted.type());
          assertThat(array.toDoubles()).containsExactly(wanted.toDoubles());
        });
  }

  @Test
  void aVariableIsWrittenAsItsValueAndReadUnderTheFilesName() {
    Path file = folder.resolve("kernel.npy");
    TensorFiles.writeNpy(file, new Variable(Array.of(Shape.of(2), 1, 2), "kernel", true));
    assertThat(TensorFiles.readNpy(file).toFloats()).containsExactly(1, 2);
    assertThat(TensorFiles.read(file).keySet()).containsExactly("kernel");
  }

  @Test
  void whatAFileCannotHoldIsRefusedAndTheOldFileStays() {
    Path file = folder.resolve("x.npy");
    TensorFiles.writeNpy(file, Array.of(Shape.of(1), 5));
    var half = Array.ofDoubles(TensorType.of(DType.BFLOAT16, 1), 1);
    assertThatThrownBy(() -> TensorFiles.writeNpy(file, half)).hasMessageContaining("bfloat16");
    assertThatThrownBy(() -> TensorFiles.write(file, Map.of("a", half, "b", half)))
        .hasMessageContaining(".npz");
    assertThatThrownBy(() -> TensorFiles.write(folder.resolve("x.bin"), Map.of("a", half)))
        .hasMessageContaining("x.bin");
    assertThat(TensorFiles.readNpy(file).item(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (0, 99999999999), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<U999', 'fortran_order': False, 'shape': (1000000,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os'),), }",
        "",
      })
  void npyHeadersThatClaimMoreThanThereIsAreRefused(String header) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.write(header.length());
    bytes.write(0);
    bytes.write(header.getBytes(StandardCharsets.UTF_8));
    bytes.write(new byte[8]);
    Path file = Files.write(folder.resolve("x.npy"), bytes.toByteArray());
    assertThatThrownBy(() -> TensorFiles.readNpy(file)).isInstanceOf(RefusedFileException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[0,4000000000]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
        "{\"a\":{\"dtype\":\"F3\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":1}",
        "[]",
        "{",
      })
  void safetensorsHeadersThatDoNotDescribeTheFileAreRefused(String header) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(16 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).putLong(0);
    Path file = Files.write(folder.resolve("x.safetensors"), bytes.array());
    assertThatThrownBy(() -> TensorFiles.read(file)).isInstanceOf(RefusedFileException.class);
  }
}
