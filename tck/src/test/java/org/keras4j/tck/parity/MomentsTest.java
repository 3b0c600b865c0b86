package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.tck.answers.Answers;
import org.keras4j.tensor.Shape;

class MomentsTest {
  @TempDir Path folder;

  private CaseStore store(String fields) throws Exception {
    Files.writeString(
        folder.resolve("random.jsonl"),
        """
        {"id": "random/normal/0", "kind": "moments", "name": "keras.random.normal", "kwargs": {}, \
        "out_dtype": "float32", %s}
        """
            .formatted(fields));
    return CaseStore.directory(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "'[]', 1, 1 passed", // one draw is far from no mean
    "'[50, 80]', 4000, 1 failed",
    "'[50, 2]', 100, 1 passed",
  })
  void momentsAreComparedAsNearAsSoManyDrawsAllow(String shape, int count, String expected)
      throws Exception {
    var store =
        store(
            """
            "args": [%s], "out_shape": %s, "moments": {"count": %d, "mean": 0.5, "std": 1, "min": -4, "max": 5}"""
                .formatted(shape, shape, count));
    assertThat(Answers.conformance().run(store).lastLine()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"'\"x\": 0', 4000", "'\"constant_axes\": [1]', 50", "'\"constant_axes\": [0, 1]', 1"})
  void chanceDecidesOnceForAllElementsAlongAConstantAxis(String axes, long choices)
      throws Exception {
    Case c = CaseFile.read(store(axes), "random").cases().getFirst();
    assertThat(MomentsRunner.choices(c, Shape.of(50, 80))).isEqualTo(choices);
  }
}
