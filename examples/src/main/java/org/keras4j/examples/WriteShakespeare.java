package org.keras4j.examples;

import java.util.List;
import java.util.Random;
import org.keras4j.callbacks.LambdaCallback;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Embedding;
import org.keras4j.layers.Input;
import org.keras4j.layers.LSTM;
import org.keras4j.losses.SparseCategoricalCrossentropy;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Writes more Shakespeare, letter by letter: an LSTM that guesses the next character.
///
/// @see <a
///   href="https://keras.io/examples/generative/lstm_character_level_text_generation/">Character-level
///   text generation with LSTM</a>
public final class WriteShakespeare {
  private static final int LENGTH = 60;

  private final String alphabet;
  private final Sequential model;

  private WriteShakespeare(String text, int width) {
    alphabet =
        text.chars()
            .distinct()
            .sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    model =
        new Sequential(
            new Input(LENGTH).dtype(DType.INT32),
            new Embedding(alphabet.length(), 32),
            new LSTM(width).returnSequences(true),
            new Dense(alphabet.length()));
    model.compile(
        c ->
            c.optimizer(new Adam(5e-3)).loss(new SparseCategoricalCrossentropy().fromLogits(true)));
  }

  /// The numbers of characters from a place on, in rows.
  private Array rows(String text, int from, int count) {
    int[] out = new int[count * LENGTH];
    for (int i = 0; i < out.length; i++) {
      out[i] = alphabet.indexOf(text.charAt(from + i));
    }
    return Array.ofInts(Shape.of(count, LENGTH), out);
  }

  /// Goes on with a text.
  ///
  /// @param temperature how daring, from 0
  private String write(String beginning, int count, double temperature, Random random) {
    var out = new StringBuilder(" ".repeat(Math.max(0, LENGTH - beginning.length())) + beginning);
    int start = out.length() - beginning.length();
    for (int n = 0; n < count; n++) {
      Array x = rows(out.toString(), out.length() - LENGTH, 1);
      Array logits = model.predictOnBatch(x);
      double[] weights = new double[alphabet.length()];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = Math.exp(logits.item(0, LENGTH - 1, k) / temperature);
        sum += weights[k];
      }
      double left = random.nextDouble() * sum;
      int next = 0;
      while (next < weights.length - 1 && left >= weights[next]) {
        left -= weights[next++];
      }
      out.append(alphabet.charAt(next));
    }
    return out.substring(start);
  }

  /// What training came to.
  ///
  /// @param losses the loss of each epoch, in nats per character
  /// @param written what it writes in the end
  public record Result(List<Double> losses, String written) {}

  /// Trains on the first characters of the plays, and writes some of its own.
  public static Result run(int characters, int width, int epochs, int verbose) {
    RandomState.setRandomSeed(5);
    String text = Shakespeare.text();
    var writer = new WriteShakespeare(text, width);
    int rows = (Math.min(characters, text.length()) - 1) / LENGTH;
    var random = new Random(0);
    var sample =
        new LambdaCallback()
            .onEpochEnd(
                (epoch, _) -> {
                  if (verbose > 0 && epoch % 5 == 4) {
                    System.out.println("\n" + writer.write("ROMEO:\n", 150, 0.6, random) + "\n");
                  }
                });
    var history =
        writer.model.fit(
            writer.rows(text, 0, rows),
            writer.rows(text, 1, rows),
            f -> f.epochs(epochs).batchSize(64).verbose(verbose).callbacks(sample));
    return new Result(
        history.get("loss"), writer.write("ROMEO:\n", verbose > 0 ? 400 : 40, 0.6, random));
  }

  /// Trains for some minutes and writes.
  public static void main(String... arguments) {
    System.out.println(run(400_000, 128, 10, 2).written());
  }
}
