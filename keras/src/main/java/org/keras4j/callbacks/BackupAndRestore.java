package org.keras4j.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.keras4j.random.RandomState;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.saving.Saving;
import org.keras4j.saving.TensorFiles;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// Backs up where training stands, and goes on from there when the same `fit` is called again after
/// an interruption.
///
/// What is kept: weights, optimizer, random numbers, and within an epoch the metrics and the batch,
/// so that the resumed training ends with the same numbers as one that was never interrupted. A
/// backup is written beside the one before and takes its place in one step: whenever the process
/// dies, one of them is whole. The folder must be this callback's own; in the end its files are
/// removed.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(100).callbacks(new BackupAndRestore(Path.of("backup"))));
/// }
///
/// Backups of Keras itself are understood, too; these restart an epoch from its first batch. What
/// other callbacks remember, such as the best value so far, is not kept.
///
/// @see <a href="https://keras.io/api/callbacks/backup_and_restore/">BackupAndRestore</a>
public final class BackupAndRestore extends Callback {
  private static final System.Logger LOG = System.getLogger(BackupAndRestore.class.getName());

  private final Path folder;
  private BatchCount saveFreq = BatchCount.EPOCHS;
  private boolean doubleCheckpoint;
  private boolean deleteCheckpoint = true;
  private int epoch;
  private Array randomAtEpochBegin = Array.ofInts(Shape.of(0));

  /// A callback that keeps its backups in a folder, after each epoch.
  public BackupAndRestore(Path backupDir) {
    folder = backupDir;
  }

  /// A callback that keeps its backups in a folder, after each epoch.
  ///
  /// @throws IllegalArgumentException if the name is empty
  public BackupAndRestore(String backupDir) {
    if (backupDir.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected the path of a folder. Received: backup_dir='' (empty)");
    }
    this(Path.of(backupDir));
  }

  /// Sets after how many batches a backup is made (after each epoch at first).
  ///
  /// @throws IllegalArgumentException if there is none
  public BackupAndRestore saveFreq(int batches) {
    saveFreq = BatchCount.every(batches);
    return this;
  }

  /// Sets whether the backup before the last is kept, in case the last cannot be read (false at
  /// first).
  public BackupAndRestore doubleCheckpoint(boolean value) {
    doubleCheckpoint = value;
    return this;
  }

  /// Sets whether the backup is removed when training has ended (true at first).
  public BackupAndRestore deleteCheckpoint(boolean value) {
    deleteCheckpoint = value;
    return this;
  }

  // ---- Restoring --------------------------------------------------------------------------------

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    var backup = Backup.latest(folder);
    if (backup.isEmpty()) {
      return;
    }
    try {
      restore(backup.get());
    } catch (RefusedFileException | UncheckedIOException e) {
      var before = Backup.previous(folder);
      if (before.isEmpty()) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "The latest backup in {0} cannot be read; going back to the one before. {1}",
          folder,
          e.getMessage());
      restore(before.get());
    }
  }

  private void restore(Backup backup) {
    Map<String, Array> state =
        backup.state().isPresent()
            ? TensorFiles.read(folder.resolve(backup.state().get()))
            : Map.of();
    Saving.loadWeights(model(), folder.resolve(backup.weights()), _ -> {});
    Optional.ofNullable(state.get("random")).ifPresent(a -> RandomState.current().resume(words(a)));
    restore(seeds(), "seeds/", state);
    boolean goesOn = restore(model().metricsVariables(), "metrics/", state);
    model().resumeAt(backup.epoch(), goesOn ? backup.batch() : 0);
  }

  /// The states of seed generators, which files of weights leave out.
  private List<Variable> seeds() {
    var weights = model().weights();
    return model().variables().stream().filter(v -> !weights.contains(v)).toList();
  }

  /// Gives variables the values that were kept, if all are there; otherwise none is changed.
  private static boolean restore(
      List<Variable> variables, String prefix, Map<String, Array> state) {
    List<Array> values = new ArrayList<>();
    for (Variable v : variables) {
      Array value = state.get(prefix + values.size());
      if (value == null || !value.type().equals(v.storedType())) {
        return false;
      }
      values.add(value);
    }
    for (int i = 0; i < values.size(); i++) {
      variables.get(i).store(values.get(i));
    }
    return !state.containsKey(prefix + values.size());
  }

  private static void keep(List<Variable> variables, String prefix, Map<String, Array> state) {
    for (int i = 0; i < variables.size(); i++) {
      state.put(prefix + i, variables.get(i).stored());
    }
  }

  // ---- Saving -----------------------------------------------------------------------------------

  @Override
  public void onEpochBegin(int number, Map<String, Double> logs) {
    epoch = number;
    randomAtEpochBegin = random();
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (saveFreq.isDue(batch)) {
      save(epoch, OptionalInt.of(batch + 1));
    }
  }

  @Override
  public void onEpochEnd(int number, Map<String, Double> logs) {
    if (saveFreq.countsEpochs()) {
      save(number + 1, OptionalInt.empty());
    }
  }

  /// @param batches the batches of the epoch that are done, within one
  private void save(int epoch, OptionalInt batches) {
    var state = new LinkedHashMap<String, Array>();
    state.put("random", batches.isPresent() ? randomAtEpochBegin : random());
    keep(seeds(), "seeds/", state);
    if (batches.isPresent()) {
      keep(model().metricsVariables(), "metrics/", state);
    }
    String name = "epoch-%d-batch-%d".formatted(epoch, batches.orElse(0));
    var backup =
        new Backup(
            epoch,
            batches.orElse(0),
            name + ".weights.h5",
            Optional.of(name + ".state.safetensors"));
    makeFolder();
    Saving.saveWeights(model(), folder.resolve(backup.weights()), _ -> {});
    TensorFiles.write(folder.resolve(backup.state().orElseThrow()), state);
    backup.makeLatest(folder, doubleCheckpoint);
    Backup.removeAllBut(Backup.files(folder), folder);
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder " + folder, e);
    }
  }

  private static Array random() {
    int[] words = RandomState.current().position();
    return Array.ofInts(Shape.of(words.length), words);
  }

  private static int[] words(Array array) {
    long[] values = array.toLongs();
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) values[i];
    }
    return out;
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (deleteCheckpoint && Files.isDirectory(folder)) {
      Backup.removeAllBut(Set.of(), folder);
    }
  }
}
