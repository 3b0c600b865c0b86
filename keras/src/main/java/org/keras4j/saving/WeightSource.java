package org.keras4j.saving;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.saving.format.Hdf5Dataset;
import org.keras4j.saving.format.Hdf5File;
import org.keras4j.saving.format.Hdf5Group;
import org.keras4j.saving.format.ShardIndex;

/// Where variables are read from: one HDF5 file, or shards.
abstract sealed class WeightSource implements AutoCloseable {
  private static final String OLD_ROOT = "_layer_checkpoint_dependencies";

  private final String where;

  private WeightSource(String where) {
    this.where = where;
  }

  /// One file, which is closed with this.
  static WeightSource of(Hdf5File file, String where) {
    return new Single(file, where);
  }

  /// The shards of an index.
  static WeightSource of(ShardIndex index) {
    return new Sharded(index);
  }

  /// The file, for errors.
  String where() {
    return where;
  }

  /// The datasets that hold the variables of the object at a path, by their numbers; none if the
  /// file has no such object.
  abstract Map<String, Hdf5Dataset> variables(String path);

  /// The file itself, if it is one.
  Optional<Hdf5File> hdf5() {
    return Optional.empty();
  }

  @Override
  public abstract void close();

  private static void collect(Hdf5Group root, String path, Map<String, Hdf5Dataset> into) {
    String vars = path.isEmpty() ? "vars" : path + "/vars";
    // Keras 2.13 called the list of layers differently.
    String old = path.replace("layers", OLD_ROOT) + "/vars";
    var found = root.find(vars);
    if (found.isEmpty() && !path.isEmpty() && root.names().contains(OLD_ROOT)) {
      found = root.find(old);
    }
    if (found.isPresent() && found.get() instanceof Hdf5Group group) {
      for (String name : group.names()) {
        into.put(name, group.dataset(name));
      }
    }
  }

  private static final class Single extends WeightSource {
    private final Hdf5File file;

    Single(Hdf5File file, String where) {
      super(where);
      this.file = file;
    }

    @Override
    Map<String, Hdf5Dataset> variables(String path) {
      var out = new LinkedHashMap<String, Hdf5Dataset>();
      collect(file.root(), path, out);
      return out;
    }

    @Override
    Optional<Hdf5File> hdf5() {
      return Optional.of(file);
    }

    @Override
    public void close() {
      file.close();
    }
  }

  private static final class Sharded extends WeightSource {
    private final ShardIndex index;
    private final Map<Path, Hdf5File> open = new HashMap<>();

    Sharded(ShardIndex index) {
      super(index.path().toString());
      this.index = index;
    }

    @Override
    Map<String, Hdf5Dataset> variables(String path) {
      var out = new LinkedHashMap<String, Hdf5Dataset>();
      for (Path shard : List.copyOf(index.files(path))) {
        collect(open.computeIfAbsent(shard, Hdf5File::open).root(), path, out);
      }
      return out;
    }

    @Override
    public void close() {
      open.values().forEach(Hdf5File::close);
      open.clear();
    }
  }
}
