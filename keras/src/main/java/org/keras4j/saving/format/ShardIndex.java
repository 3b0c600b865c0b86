package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;

/// The index of sharded weights, `NAME.weights.json`: which of the files beside it hold the
/// variables of which path.
///
/// {@snippet :
/// ShardIndex index = ShardIndex.read(Path.of("model.weights.json"));
/// for (Path shard : index.files("layers/dense")) {
///   try (Hdf5File file = Hdf5File.open(shard)) { … }
/// }
/// }
///
/// @param path the index itself
/// @param totalSize bytes of all variables, as the index states them
/// @param shards names of files by the path of the group whose variables they hold, such as
///   `/layers/dense/vars`
public record ShardIndex(Path path, double totalSize, Map<String, List<String>> shards) {
  private static final Pattern NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]{1,200}\\.weights\\.h5");
  private static final int MAX_PROBLEMS = 20;
  private static final int INDENT = 4;

  /// An index whose maps do not change.
  public ShardIndex {
    var copy = new LinkedHashMap<String, List<String>>();
    shards.forEach((group, names) -> copy.put(group, List.copyOf(names)));
    shards = Collections.unmodifiableMap(copy);
  }

  /// Reads an index. All the files it names are beside it, and are there.
  ///
  /// @throws RefusedFileException with everything wrong in it
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static ShardIndex read(Path path) {
    String where = path.toString();
    Map<String, @Nullable Object> index;
    try (MappedFile mapped = MappedFile.open(path)) {
      var file = new Bytes(mapped.bytes(), where);
      if (file.size() > JsonLimits.CONFIG.maxBytes()) {
        throw file.refused(
            "Expected an index of at most %d bytes. Received: %d"
                .formatted(JsonLimits.CONFIG.maxBytes(), file.size()));
      }
      index = Json.parseObject(file.decode(file.segment(), "index"), where);
    }
    double totalSize =
        index.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("total_size") instanceof Number size
            ? size.doubleValue()
            : 0;
    Map<String, @Nullable Object> map =
        Json.asObject(index.get("weight_map"), where + "@weight_map");
    var problems = new ArrayList<String>();
    var shards = new LinkedHashMap<String, List<String>>();
    map.forEach((group, names) -> shards.put(group, names(group, names, problems)));
    var result = new ShardIndex(path, totalSize, shards);
    for (Path file : result.files()) {
      if (!Files.isRegularFile(file)) {
        problems.add("Expected the file %s. Received: no such file".formatted(file));
      }
    }
    if (!problems.isEmpty()) {
      int more = problems.size() - MAX_PROBLEMS;
      var first = new ArrayList<>(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
      if (more > 0) {
        first.add("and %d more".formatted(more));
      }
      throw new RefusedFileException(where, first);
    }
    return result;
  }

  /// Every file, once, in the order of the index.
  public SequencedSet<Path> files() {
    var files = new LinkedHashSet<Path>();
    shards.values().forEach(names -> names.forEach(name -> files.add(path.resolveSibling(name))));
    return Collections.unmodifiableSequencedSet(files);
  }

  /// The files that hold the variables of one owner, such as `layers/dense`; the empty path is the
  /// model itself.
  public List<Path> files(String owner) {
    String group = owner.isEmpty() ? "/vars" : "/" + owner + "/vars";
    return shards.getOrDefault(group, List.of()).stream().map(path::resolveSibling).toList();
  }

  /// Writes the shards, in the order of their numbers, and then the index, as Keras writes them. No
  /// file that was there before is touched until all are on the disk.
  ///
  /// @throws java.io.UncheckedIOException if they cannot be written
  public void write(List<Hdf5Writer> files) {
    var map = new LinkedHashMap<String, Object>();
    shards.forEach((group, names) -> map.put(group, names));
    var index = new LinkedHashMap<String, Object>();
    index.put("metadata", Map.of("total_size", totalSize));
    index.put("weight_map", map);
    byte[] json = Json.write(index, INDENT).getBytes(StandardCharsets.UTF_8);
    var contents = new LinkedHashMap<Path, Consumer<FileOutput>>();
    for (int i = 0; i < files.size(); i++) {
      contents.put(path.resolveSibling(shardName(path, i)), files.get(i)::writeTo);
    }
    contents.put(path, out -> out.write(json));
    AtomicFile.writeAll(contents);
  }

  /// The name of the shard of a number, as Keras names it: `model_00000.weights.h5` beside
  /// `model.weights.json`.
  public static String shardName(Path index, int number) {
    String stem =
        String.valueOf(index.getFileName()).replaceFirst("\\.json$", "").replace(".weights", "");
    return "%s_%05d.weights.h5".formatted(stem, number);
  }

  private static List<String> names(String group, @Nullable Object value, List<String> problems) {
    List<?> names =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    var valid = new ArrayList<String>();
    for (Object name : names) {
      if (name instanceof String text && NAME.matcher(text).matches()) {
        valid.add(text);
      } else {
        problems.add(
            "Expected the name of a .weights.h5 file beside the index for %s. Received: %s"
                .formatted(Json.write(group), Json.describe(name)));
      }
    }
    return valid;
  }
}
