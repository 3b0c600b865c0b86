package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.saving.RefusedFileException;

class JsonTest {
  @ParameterizedTest
  @CsvSource({
    "0.001, 0.001",
    "1e-07, 1e-07",
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "123456789012345680, 1.2345678901234568e+17",
    "-2.5, -2.5",
    "0, 0.0",
    "-0.0, -0.0",
    "4.9E-324, 5e-324",
    "2E-323, 2e-323",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "1e22, 1e+22",
    "9007199254740993, 9007199254740992.0",
    "1.5e300, 1.5e+300",
    "100, 100.0",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
  })
  void writesFloatsAsPythonDoes(double x, String python) {
    assertThat(Json.write(x)).isEqualTo(python);
  }

  @Test
  void writesFloatsThatReadBackTheSame() {
    var random = new java.util.Random(5);
    for (int i = 0; i < 20_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(x)) {
        assertThat(Json.parse(Json.write(x), "test")).isEqualTo(x);
      }
    }
  }

  @Test
  void writesOneLineOfAsciiAsPythonDoes() {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", "żółw \"\\\n\t\u0007\u007f 😀/");
    map.put("list", Arrays.asList(1, 2L, null, true, 2.0));
    map.put("empty", List.of());
    map.put("none", Map.of());
    map.put("sizes", new int[] {3, -1});
    map.put("big", new BigInteger("123456789012345678901234567890"));
    assertThat(Json.write(map))
        .isEqualTo(
            "{\"name\": \"\\u017c\\u00f3\\u0142w \\\"\\\\\\n\\t\\u0007\\u007f \\ud83d\\ude00/\","
                + " \"list\": [1, 2, null, true, 2.0], \"empty\": [], \"none\": {}, \"sizes\": [3, -1],"
                + " \"big\": 123456789012345678901234567890}");
  }

  @Test
  void indentsAsPythonDoes() {
    var map = new LinkedHashMap<String, Object>();
    map.put("a", List.of(1, 2));
    map.put("b", Map.of());
    assertThat(Json.write(map, 4))
        .isEqualTo("{\n    \"a\": [\n        1,\n        2\n    ],\n    \"b\": {}\n}");
  }

  @Test
  void readsEveryKindOfValue() {
    assertThat(
            Json.parseObject(
                "{\"a\": [1, -2.5, 1e3, \"x\\u00e9\", true, null], \"n\": NaN, \"i\": -Infinity, \"b\": 99999999999999999999}",
                "test"))
        .containsEntry("a", Arrays.asList(1L, -2.5, 1000.0, "xé", true, null))
        .containsEntry("n", Double.NaN)
        .containsEntry("i", Double.NEGATIVE_INFINITY)
        .containsEntry("b", new BigInteger("99999999999999999999"));
  }

  @Test
  void givesTreesThatDoNotChange() {
    Map<String, ?> tree = Json.parseObject("{\"a\": [1]}", "test");
    assertThatThrownBy(tree::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) java.util.Objects.requireNonNull(tree.get("a"))).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "[1,]",
        "{\"a\": 1,}",
        "{\"a\": 1, \"a\": 2}",
        "{a: 1}",
        "'x'",
        "01",
        "+1",
        "1.",
        ".5",
        "1e999",
        "-1e999",
        "INF",
        "+Infinity",
        "-NaN",
        "nan",
        "tru",
        "[1] 2",
        "\"\n\"",
        "// x\n1",
        "\"\\x\"",
        "{1: 2}",
        "[NaN1]",
        "0x10",
        "1_000",
        "\u0000",
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Json.parse(text, "place"))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageStartingWith("place: ");
  }

  @Test
  void refusesWhatExceedsALimit() {
    var limits = new JsonLimits(1000, 10, 20, 50, 30);
    var texts =
        List.of(
            "[".repeat(11) + "]".repeat(11),
            "\"" + "x".repeat(51) + "\"",
            "1".repeat(31),
            "[" + "1,".repeat(20) + "1]",
            " ".repeat(1001),
            "{\"" + "k".repeat(51) + "\": 1}");
    for (String text : texts) {
      assertThatThrownBy(() -> Json.parse(text, "place", limits))
          .isInstanceOf(RefusedFileException.class);
    }
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> Json.parseObject(new byte[] {'"', (byte) 0xff, '"'}, "place"))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void refusesToWriteWhatHasNoJson() {
    var loop = new ArrayList<Object>();
    loop.add(loop);
    assertThatThrownBy(() -> Json.write(loop)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesBackEveryConfigurationByteForByte() {
    int configs = 0;
    for (var file : TestFiles.of("keras.zip").entrySet()) {
      if (file.getKey().endsWith(".keras")) {
        try (ArchiveReader archive =
            ArchiveReader.of(MemorySegment.ofArray(file.getValue()), file.getKey())) {
          byte[] config = archive.bytes("config.json", 1 << 20);
          assertThat(Json.write(Json.parseObject(config, file.getKey())))
              .isEqualTo(new String(config, StandardCharsets.UTF_8));
          configs++;
        }
      }
    }
    assertThat(configs).isEqualTo(8);
  }
}
