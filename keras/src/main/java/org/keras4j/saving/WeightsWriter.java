package org.keras4j.saving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.Hdf5Writer;
import org.keras4j.saving.format.ShardIndex;
import org.keras4j.tensor.Variable;

/// Writes variables where Keras looks for them.
final class WeightsWriter {
  private WeightsWriter() {}

  /// The state of an object and of all inside it, as one file.
  static Hdf5Writer file(Saveable root) {
    var file = new Hdf5Writer();
    for (Places.Place place : Places.of(root)) {
      var group = group(file, place);
      int i = 0;
      for (Variable variable : place.object().ownVariables()) {
        add(group, i++, place.object(), variable);
      }
    }
    return file;
  }

  private static Hdf5Writer.Group group(Hdf5Writer file, Places.Place place) {
    return file.group(place.child("vars")).attribute("name", place.object().name());
  }

  private static void add(Hdf5Writer.Group group, int number, Saveable owner, Variable variable) {
    group.dataset(
        Integer.toString(number), variable.storedType(), () -> owner.savedValue(variable).host());
  }

  /// Writes files of at most so many bytes of variables each, and then their index.
  ///
  /// @throws IllegalArgumentException if one variable is larger
  static void writeShards(Saveable root, Path index, double maxBytes) {
    var shards = new ArrayList<Hdf5Writer>(List.of(new Hdf5Writer()));
    var map = new LinkedHashMap<String, List<String>>();
    double total = 0;
    double current = 0;
    for (Places.Place place : Places.of(root)) {
      var group = group(shards.getLast(), place);
      int i = 0;
      for (Variable variable : place.object().ownVariables()) {
        double size = (double) variable.storedType().size() * variable.storedType().dtype().bytes();
        if (size > maxBytes) {
          throw new IllegalArgumentException(
              "The size of %s exceeds the maximum size of a shard. Increase `maxShardSize`. Received: %.0f bytes, at most %.0f allowed"
                  .formatted(variable.path(), size, maxBytes));
        }
        total += size;
        current += size;
        if (current > maxBytes) {
          shards.add(new Hdf5Writer());
          group = group(shards.getLast(), place);
          current = size;
        }
        add(group, i++, place.object(), variable);
        note(map, "/" + place.child("vars"), ShardIndex.shardName(index, shards.size() - 1));
      }
    }
    new ShardIndex(index, total, map).write(shards);
  }

  private static void note(Map<String, List<String>> map, String group, String shard) {
    var names = map.computeIfAbsent(group, _ -> new ArrayList<>());
    if (!names.contains(shard)) {
      names.add(shard);
    }
  }
}
