package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

class Hdf5Test {
  private static final Map<String, byte[]> H5PY = TestFiles.of("h5py.zip");

  @TempDir Path folder;

  private static Hdf5Group open(String name) {
    return Hdf5File.of(MemorySegment.ofArray(file(name)), name).root();
  }

  private static byte[] file(String name) {
    return java.util.Objects.requireNonNull(H5PY.get(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default.h5", "v108.h5", "v110.h5", "latest.h5"})
  void readsWhatH5pyWrites(String name) {
    var expected =
        Npz.read(ArchiveReader.of(MemorySegment.ofArray(file("expected.npz")), "expected"));
    int compared = 0;
    for (Hdf5Dataset dataset : open(name).datasets()) {
      StoredArray want = expected.get(dataset.path().substring(1).replace('/', '.'));
      if (want != null) {
        StoredArray got = dataset.read(want.type());
        assertThat(got.data().array()).as(dataset.path()).isEqualTo(want.data().array());
        assertThat(dataset.type()).contains(want.type());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(name.equals("default.h5") ? expected.size() - 2 : 6);
  }

  @Test
  void readsTextAndAttributes() {
    Hdf5Group text = open("default.h5").group("text");
    assertThat(text.dataset("any").read(1000).data().strings()).containsExactly("a", "", "żółw");
    assertThat(text.dataset("fixed").read(1000).data().strings()).containsExactly("ab", "", "xyz");
    Hdf5Attributes attributes = text.attributes();
    assertThat(attributes.names())
        .containsExactlyInAnyOrder("one", "list", "fixed", "none", "number", "numbers", "bytes");
    assertThat(attributes.text("one")).contains("żółw");
    assertThat(attributes.text("bytes")).contains("jax");
    assertThat(attributes.text("absent")).isEmpty();
    assertThat(attributes.texts("list")).contains(List.of("a", "bc"));
    assertThat(attributes.texts("fixed")).contains(List.of("kernel", "bias"));
    assertThat(attributes.texts("none")).contains(List.of());
    assertThat(attributes.find("number").orElseThrow().data().longs()).containsExactly(3);
    assertThat(attributes.find("numbers").orElseThrow().data().floats()).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> attributes.text("list")).isInstanceOf(RefusedFileException.class);
    assertThatThrownBy(() -> attributes.texts("one")).isInstanceOf(RefusedFileException.class);
  }

  @Test
  void putsSplitListsTogether() {
    List<String> names =
        open("default.h5").group("names").attributes().texts("layer_names").orElseThrow();
    assertThat(names).hasSize(6000).startsWith("layer_0", "layer_1").endsWith("layer_5999");
  }

  @Test
  void listsManyChildrenInTheOrderOfNames() {
    assertThat(open("default.h5").group("many").names())
        .hasSize(700)
        .startsWith("v0", "v1", "v10", "v100")
        .endsWith("v98", "v99");
    assertThat(
            open("default.h5")
                .dataset("many/v699")
                .read(TensorType.of(DType.FLOAT32))
                .data()
                .floats())
        .containsExactly(699);
  }

  @Test
  void readsOpaqueElementsAsWhatTheyAreNotedOrExpectedToBe() {
    Hdf5Group opaque = open("default.h5").group("opaque");
    TensorType bfloat16 = TensorType.of(DType.BFLOAT16, 4);
    assertThat(opaque.dataset("bfloat16").type()).contains(bfloat16);
    Elements elements = Elements.of(bfloat16, opaque.dataset("bfloat16").read(bfloat16).data());
    assertThat(elements.getDouble(3)).isEqualTo(3);
    assertThat(opaque.dataset("other").type()).isEmpty();
    TensorType float8 = TensorType.of(DType.FLOAT8_E4M3FN, 4);
    assertThat(Elements.of(float8, opaque.dataset("other").read(float8).data()).getDouble(2))
        .isEqualTo(2);
    assertThatThrownBy(() -> opaque.dataset("other").readCast(TensorType.of(DType.FLOAT32, 4)))
        .isInstanceOf(RefusedFileException.class);
  }

  @Test
  void refusesOtherTypesAndShapesThanExpected() {
    Hdf5Dataset dataset = open("default.h5").dataset("plain/float64");
    assertThatThrownBy(() -> dataset.read(TensorType.of(DType.FLOAT64, 2, 4)))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage(
            "default.h5:/plain/float64: Expected shape (2, 4). Received: float64 (2, 2, 2)");
    assertThatThrownBy(() -> dataset.read(TensorType.of(DType.FLOAT32, 2, 2, 2)))
        .isInstanceOf(RefusedFileException.class);
    assertThatThrownBy(() -> dataset.read(63))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("at most 63");
    StoredArray cast = dataset.readCast(TensorType.of(DType.FLOAT32, 2, 2, 2));
    assertThat(cast.data().floats()[7]).isEqualTo((float) dataset.read(64).data().doubles()[7]);
  }

  @Test
  void saysWhatIsThereInsteadOfWhatWasAskedFor() {
    Hdf5Group root = open("default.h5");
    assertThatThrownBy(() -> root.group("plain").dataset("kernel"))
        .hasMessageContaining("Expected kernel")
        .hasMessageContaining("float32");
    assertThatThrownBy(() -> root.group("plain/float32"))
        .hasMessageContaining("Received: the dataset float32 (3, 5)");
    assertThatThrownBy(() -> root.dataset("plain")).hasMessageContaining("Received: a group");
    for (String path : List.of("", "/plain", "plain/", "plain//x", "..", "plain/../plain", ".")) {
      assertThatThrownBy(() -> root.find(path)).isInstanceOf(RefusedFileException.class);
    }
    assertThat(root.find("plain/float32/deeper")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void readsWhatItWritesOfEveryType(DType dtype) {
    for (Shape shape : List.of(Shape.SCALAR, Shape.of(7), Shape.of(2, 3, 4), Shape.of(0, 5))) {
      var type = new TensorType(dtype, shape);
      HostBuffer data = HostBuffer.zeros(type);
      if (data.array() instanceof String[] texts) {
        java.util.Arrays.setAll(texts, i -> "żółw".repeat(i));
      } else {
        Elements elements = Elements.of(type, data);
        for (int i = 0; i < elements.size(); i++) {
          elements.setDouble(i, dtype == DType.BOOL ? i % 2 : i);
        }
      }
      var writer = new Hdf5Writer();
      writer.root().dataset("a/b", new StoredArray(type, data));
      Path path = folder.resolve("x.h5");
      writer.write(path);
      try (Hdf5File file = Hdf5File.open(path)) {
        assertThat(file.root().dataset("a/b").read(type).data().array()).isEqualTo(data.array());
        assertThat(file.root().dataset("a/b").type()).contains(type);
      }
    }
  }

  @Test
  void readsTheAttributesItWrites() throws IOException {
    var names = new ArrayList<String>();
    for (int i = 0; i < 9000; i++) {
      names.add("layer_" + i);
    }
    String config = "{\"x\": 1}".repeat(300_000);
    var writer = new Hdf5Writer();
    writer
        .root()
        .attribute("model_config", config)
        .attribute("empty", "")
        .attribute("layer_names", names)
        .attribute("none", List.of())
        .attribute("few", List.of("a", "żółw"))
        .attribute(
            "steps",
            new StoredArray(TensorType.of(DType.INT64, 2), new HostBuffer(new long[] {4, 5})));
    Path path = folder.resolve("x.h5");
    writer.write(path);
    try (Hdf5File file = Hdf5File.open(path)) {
      Hdf5Attributes attributes = file.root().attributes();
      assertThat(attributes.text("model_config")).contains(config);
      assertThat(attributes.text("empty")).contains("");
      assertThat(attributes.names())
          .contains("layer_names0", "layer_names1", "layer_names2")
          .doesNotContain("layer_names");
      assertThat(attributes.texts("layer_names")).contains(names);
      assertThat(attributes.texts("none")).contains(List.of());
      assertThat(attributes.texts("few")).contains(List.of("a", "żółw"));
      assertThat(attributes.find("steps").orElseThrow().data().longs()).containsExactly(4, 5);
    }
    byte[] first = Files.readAllBytes(path);
    writer.write(path);
    assertThat(Files.readAllBytes(path)).isEqualTo(first);
  }

  @Test
  void refusesToWriteWhatWouldNotBeRead() {
    var writer = new Hdf5Writer();
    TensorType type = TensorType.of(DType.FLOAT32, 2);
    writer.root().dataset("x", type, () -> new HostBuffer(new float[3]));
    assertThatThrownBy(() -> writer.write(folder.resolve("x.h5")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> writer.root().dataset("x", type, () -> new HostBuffer(new float[2])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.group("x/y")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.group("a//b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.group("../b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesLinksBackIntoTheTree() {
    // Two names for one object: written by hand, as the writer has no way to do it.
    var writer = new Hdf5Writer();
    writer.group("a/b");
    writer.group("c");
    Path path = folder.resolve("x.h5");
    writer.write(path);
    byte[] bytes = relinked(path);
    assertThatThrownBy(() -> Hdf5File.of(MemorySegment.ofArray(bytes), "x").root().datasets())
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("Expected every object once");
  }

  /// The file with the link `a/b` leading to the root instead.
  private static byte[] relinked(Path path) {
    try {
      var file = new Bytes(MemorySegment.ofArray(Files.readAllBytes(path)), "x");
      byte[] link = Hdf5Encoding.link("b", 0);
      for (long at = 48; at < file.size() - link.length; at++) {
        MemorySegment here = file.segment().asSlice(at, link.length);
        if (here.asSlice(0, link.length - 8)
                .mismatch(MemorySegment.ofArray(link).asSlice(0, link.length - 8))
            == -1) {
          here.copyFrom(MemorySegment.ofArray(Hdf5Encoding.link("b", 48)));
          // The header ends with the link; its checksum follows.
          long start = at - 4 - 6 - 22 - 10;
          int checksum = JenkinsHash.of(file.segment().asSlice(start, at + link.length - start));
          file.segment()
              .asSlice(at + link.length)
              .copyFrom(MemorySegment.ofArray(new ByteWriter().u32(checksum).toArray()));
          return file.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
      }
      throw new AssertionError("no link");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
