package org.keras4j.saving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.Hdf5Dataset;
import org.keras4j.saving.format.StoredArray;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Reads variables: every shape is compared with what the model has before anything is read, and
/// nothing is changed unless all of it fits.
final class WeightsReader {
  private static final System.Logger LOG = System.getLogger(WeightsReader.class.getName());
  private static final int MAX_PROBLEMS = 20;

  private final String where;
  private final boolean skipMismatch;
  private final Map<Variable, Hdf5Dataset> toRead = new LinkedHashMap<>();
  private final List<Saveable> complete = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private WeightsReader(String where, boolean skipMismatch) {
    this.where = where;
    this.skipMismatch = skipMismatch;
  }

  /// Reads the state of an object and of all inside it.
  ///
  /// @param skipMismatch leaves alone what does not fit, instead of refusing the file
  /// @throws RefusedFileException with all that does not fit
  static void read(Saveable root, WeightSource source, boolean skipMismatch) {
    var reader = new WeightsReader(source.where(), skipMismatch);
    for (Places.Place place : Places.of(root)) {
      reader.match(place, source.variables(place.path()));
    }
    reader.finish();
  }

  /// Gives variables the values of datasets in order.
  ///
  /// @throws RefusedFileException with all that does not fit
  static void read(
      String where,
      Map<Variable, Hdf5Dataset> values,
      List<Saveable> objects,
      boolean skipMismatch) {
    var reader = new WeightsReader(where, skipMismatch);
    values.forEach((variable, dataset) -> reader.compare(variable.path(), variable, dataset));
    reader.complete.addAll(objects);
    reader.finish();
  }

  private void match(Places.Place place, Map<String, Hdf5Dataset> stored) {
    var variables = place.object().ownVariables();
    if (stored.size() != variables.size()) {
      String problem =
          "Expected %d variables %s for %s. Received: %d"
              .formatted(
                  variables.size(),
                  variables.stream().map(Variable::name).toList(),
                  place.describe(),
                  stored.size());
      if (place.object().needsState()) {
        problems.add(problem);
      } else {
        warn("The state of " + place.describe() + " is left as it is. " + problem);
      }
      return;
    }
    int before = problems.size();
    for (int i = 0; i < variables.size(); i++) {
      Hdf5Dataset dataset = stored.get(Integer.toString(i));
      if (dataset == null) {
        problems.add(
            "Expected a variable %d of %s. Received: %s"
                .formatted(i, place.describe(), stored.keySet()));
      } else {
        compare(place.describe(), variables.get(i), dataset);
      }
    }
    if (problems.size() == before && !variables.isEmpty()) {
      complete.add(place.object());
    }
  }

  private void compare(String owner, Variable variable, Hdf5Dataset dataset) {
    TensorType expected = variable.storedType();
    int[] sizes = expected.shape().dims();
    long[] stored = dataset.dims();
    boolean same = sizes.length == stored.length;
    for (int i = 0; same && i < sizes.length; i++) {
      same = sizes[i] == stored[i];
    }
    if (same) {
      toRead.put(variable, dataset);
    } else {
      problems.add(
          "Expected shape %s for %s of %s. Received: %s"
              .formatted(expected.shape(), variable.name(), owner, dataset.describe()));
    }
  }

  private void finish() {
    if (!problems.isEmpty() && !skipMismatch) {
      throw new RefusedFileException(where, shortened(problems));
    }
    problems.forEach(WeightsReader::warn);
    var values = new LinkedHashMap<Variable, Array>();
    toRead.forEach((variable, dataset) -> values.put(variable, value(variable, dataset)));
    values.forEach(Variable::storeOwned);
    complete.forEach(Saveable::stateLoaded);
  }

  private static Array value(Variable variable, Hdf5Dataset dataset) {
    TensorType expected = variable.storedType();
    StoredArray read =
        dataset
            .type()
            .map(TensorType::dtype)
            .filter(d -> isOpaque(d) && d != expected.dtype())
            .map(d -> dataset.read(expected.withDType(d)).as(expected.dtype()))
            .orElseGet(() -> dataset.readCast(expected));
    return Array.of(read.type(), read.data());
  }

  /// HDF5 has no name for these; they are stored as bytes.
  private static boolean isOpaque(DType dtype) {
    return dtype == DType.BFLOAT16 || dtype.kerasName().startsWith("float8");
  }

  static List<String> shortened(List<String> all) {
    if (all.size() <= MAX_PROBLEMS) {
      return all;
    }
    var first = new ArrayList<>(all.subList(0, MAX_PROBLEMS));
    first.add("and %d more".formatted(all.size() - MAX_PROBLEMS));
    return first;
  }

  private static void warn(String message) {
    LOG.log(System.Logger.Level.WARNING, message);
  }
}
