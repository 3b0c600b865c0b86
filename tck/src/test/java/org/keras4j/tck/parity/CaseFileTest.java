package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

class CaseFileTest {
  private static final CaseStore STORE = CaseStore.builtIn();

  private static Case find(String file, String id) {
    return CaseFile.read(STORE, file).cases().stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theBuiltInCasesAreAllThere() {
    Map<String, Integer> kinds = new HashMap<>();
    for (String name : STORE.caseFiles()) {
      CaseFile.read(STORE, name).cases().forEach(c -> kinds.merge(c.kind(), 1, Integer::sum));
    }
    assertThat(kinds)
        .containsEntry("op", 3543 + 120 + 27 + 88)
        .containsEntry("layer", 936)
        .containsEntry("model", 183)
        .containsEntry("fit", 92)
        .containsEntry("error", 318 + 164 + 138)
        .containsEntry("promotion", 125)
        .containsEntry("optimizer", 279);
  }

  @Test
  void everyFieldOfEveryCaseCanBeDecoded() {
    int fields = 0;
    for (String name : STORE.caseFiles()) {
      for (Case c : CaseFile.read(STORE, name).cases()) {
        for (String field :
            List.of(
                "args", "kwargs", "out", "grads", "inputs", "weights", "calls", "steps", "x", "y",
                "state")) {
          if (c.has(field)) {
            assertThat(c.get(field)).isNotNull();
            fields++;
          }
        }
      }
    }
    assertThat(fields).isGreaterThan(10_000);
  }

  @Test
  void tensorsKeepDtypeShapeAndBits() {
    Array out = find("random/streams", "random/uniform/0").tensor("out");
    assertThat(out.type().toString()).isEqualTo("float32[]");
    assertThat(out.item()).isEqualTo((double) 2.7383351f);
    Array states = (Array) find("random/streams", "random/SeedGenerator/0").list("states").get(3);
    assertThat(states.dtype()).isEqualTo(DType.UINT32);
    assertThat(states.toLongs()).containsExactly(1, 3);
  }

  @Test
  void complexStringsSlicesAndDataRowsAreDecoded() {
    Array polar = find("ops/ops_nn", "ops_nn/polar/0").tensor("out");
    assertThat(polar.dtype()).isEqualTo(DType.COMPLEX64);
    Array words = (Array) find("layers/text", "layers/StringLookup/0").list("inputs").getFirst();
    assertThat(words.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(words.host().strings()).startsWith("apple", "kiwi");
    assertThat(find("ops/ops_shape", "ops_shape/get_item/3").list("args").toString())
        .contains("PySlice");
    Case fit = find("fit/fit", "fit/loss_mse");
    assertThat(fit.tensor("x").shape()).isEqualTo(Shape.of(96, 10));
    assertThat(fit.store().read(fit.fileName("file"))).startsWith('P', 'K');
  }

  @Test
  void filesOfCasesLieOnDiskBesideTheirSiblings() {
    Path shard = STORE.path("models/cnn.weights.json");
    assertThat(shard).exists();
    assertThat(shard.resolveSibling("cnn_00000.weights.h5")).exists();
    assertThatThrownBy(() -> STORE.path("models/nothing.keras"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file=models/nothing.keras");
  }

  @Test
  void aDirectoryMayHoldPlainGzippedAndZippedFiles(@TempDir Path root) throws IOException {
    byte[] line =
        "{\"id\":\"a/b/0\",\"kind\":\"op\",\"name\":\"keras.ops.sum\"}\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.createDirectories(root.resolve("plain"));
    Files.write(root.resolve("plain/one.jsonl"), line);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(root.resolve("plain/two.jsonl.gz")))) {
      out.write(line);
    }
    try (var out = new ZipOutputStream(Files.newOutputStream(root.resolve("packed.zip")))) {
      out.putNextEntry(new ZipEntry("three.jsonl"));
      out.write(line);
    }
    CaseStore store = CaseStore.directory(root);
    assertThat(store.caseFiles()).containsExactly("packed/three", "plain/one", "plain/two");
    for (String name : store.caseFiles()) {
      assertThat(CaseFile.read(store, name).cases().getFirst().id()).isEqualTo("a/b/0");
    }
    assertThat(store.path("packed/three.jsonl")).hasBinaryContent(line);
  }
}
