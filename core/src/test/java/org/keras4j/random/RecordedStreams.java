package org.keras4j.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// Streams recorded from Keras 3.15.1 on JAX 0.10: one call a line, `name=value` between tabs,
/// tensors as `dtype[shape]` and their little-endian bytes in hexadecimal.
final class RecordedStreams {
  private RecordedStreams() {}

  record Recorded(String id, Map<String, String> values) {
    String name() {
      return id.split("/", -1)[1];
    }

    String text(String name) {
      return Objects.requireNonNull(values.get(name), () -> id + " has no " + name);
    }

    boolean has(String name) {
      return values.containsKey(name);
    }

    float number(String name) {
      return Float.parseFloat(text(name));
    }

    long seed() {
      return Long.parseLong(text("seed"));
    }

    int[] list(String name) {
      String inner = text(name).substring(1, text(name).length() - 1);
      return inner.isEmpty()
          ? new int[0]
          : Arrays.stream(inner.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    Raw tensor(String name) {
      String all = text(name);
      int open = all.indexOf('[');
      int close = all.indexOf(']');
      String dims = all.substring(open + 1, close);
      List<Integer> shape =
          dims.isEmpty()
              ? List.of()
              : Arrays.stream(dims.split(",", -1)).map(Integer::valueOf).toList();
      ByteBuffer bytes =
          ByteBuffer.wrap(HexFormat.of().parseHex(all.substring(close + 1)))
              .order(ByteOrder.LITTLE_ENDIAN);
      return new Raw(all.substring(0, open), shape, bytes);
    }
  }

  record Raw(String dtype, List<Integer> shape, ByteBuffer bytes) {
    int size() {
      return shape.stream().reduce(1, (a, b) -> a * b);
    }

    float[] floats() {
      var out = new float[size()];
      bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
      return out;
    }

    int[] ints() {
      var out = new int[size()];
      bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(out);
      return out;
    }

    short[] shorts() {
      var out = new short[size()];
      bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(out);
      return out;
    }

    byte[] bytesOnly() {
      var out = new byte[size()];
      bytes.duplicate().get(out);
      return out;
    }
  }

  static List<Recorded> all() {
    try (var stream =
            Objects.requireNonNull(RecordedStreams.class.getResourceAsStream("streams.txt.gz"));
        var reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8))) {
      return reader.lines().map(RecordedStreams::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Recorded> named(String name) {
    return all().stream().filter(r -> r.name().equals(name)).toList();
  }

  private static Recorded parse(String line) {
    String[] fields = line.split("\t", -1);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 1; i < fields.length; i++) {
      int equals = fields[i].indexOf('=');
      values.put(fields[i].substring(0, equals), fields[i].substring(equals + 1));
    }
    return new Recorded(fields[0], values);
  }
}
