package org.keras4j.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keras4j.callbacks.EarlyStopping;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Embedding;
import org.keras4j.layers.GlobalAveragePooling1D;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Who of Shakespeare's people speaks a line: classification of text by the words in it.
///
/// @see <a href="https://keras.io/examples/nlp/text_classification_from_scratch/">Text
///   classification from scratch</a>
public final class WhoSpeaks {
  private static final int LENGTH = 12;
  private static final int MOST_WORDS = 4000;
  private static final int UNKNOWN = 1;

  private final List<String> speakers;
  private final Map<String, Integer> vocabulary;
  private final Sequential model;

  /// A model for speakers, with numbers for the words that they use; 0 is no word, 1 any other.
  private WhoSpeaks(List<String> speakers, Map<String, Integer> vocabulary) {
    this.speakers = speakers;
    this.vocabulary = vocabulary;
    model =
        new Sequential(
            new Input(LENGTH).dtype(DType.INT32),
            new Embedding(vocabulary.size() + 2, 32).maskZero(true),
            new GlobalAveragePooling1D(),
            new Dropout(0.4),
            new Dense(speakers.size()).activation("softmax"));
    model.compile(
        c -> c.optimizer("adam").loss("sparse_categorical_crossentropy").metrics("accuracy"));
  }

  private static Stream<String> words(String line) {
    return Stream.of(line.toLowerCase(Locale.ROOT).split("[^a-z']+", -1)).filter(w -> !w.isEmpty());
  }

  /// The most frequent of some things.
  private static <T> List<T> frequent(Stream<T> things, int most) {
    Map<T, Long> counts =
        things.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<T, Long>comparingByValue()
                .reversed()
                .thenComparing(e -> e.getKey().toString()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The numbers of the words of lines, each as long as `LENGTH`.
  private Array numbers(List<String> lines) {
    int[] out = new int[lines.size() * LENGTH];
    for (int i = 0; i < lines.size(); i++) {
      int[] words =
          words(lines.get(i))
              .limit(LENGTH)
              .mapToInt(w -> vocabulary.getOrDefault(w, UNKNOWN))
              .toArray();
      System.arraycopy(words, 0, out, i * LENGTH, words.length);
    }
    return Array.ofInts(Shape.of(lines.size(), LENGTH), out);
  }

  private Array labels(List<Shakespeare.Spoken> spoken) {
    return Array.ofInts(
        Shape.of(spoken.size()),
        spoken.stream().mapToInt(s -> speakers.indexOf(s.speaker())).toArray());
  }

  private static List<String> lines(List<Shakespeare.Spoken> spoken) {
    return spoken.stream().map(Shakespeare.Spoken::line).toList();
  }

  /// How well it went.
  ///
  /// @param accuracy the share of held-out lines whose speaker is told
  /// @param chance the share that always naming the most talkative one would get right
  public record Result(double accuracy, double chance) {}

  /// Trains on the lines of those who speak most, of which a fifth is held out.
  public static Result run(int numSpeakers, int epochs, int verbose) {
    RandomState.setRandomSeed(4);
    var all = Shakespeare.spoken();
    var speakers = frequent(all.stream().map(Shakespeare.Spoken::speaker), numSpeakers);
    var spoken = new ArrayList<>(all.stream().filter(s -> speakers.contains(s.speaker())).toList());
    Collections.shuffle(spoken, new Random(0));
    var test = spoken.subList(0, spoken.size() / 5);
    var train = spoken.subList(spoken.size() / 5, spoken.size());

    Map<String, Integer> vocabulary = new HashMap<>();
    for (String word : frequent(lines(train).stream().flatMap(WhoSpeaks::words), MOST_WORDS)) {
      vocabulary.put(word, vocabulary.size() + UNKNOWN + 1);
    }
    var who = new WhoSpeaks(speakers, vocabulary);
    who.model.fit(
        who.numbers(lines(train)),
        who.labels(train),
        f ->
            f.epochs(epochs)
                .validationSplit(0.1)
                .verbose(verbose)
                .callbacks(
                    new EarlyStopping()
                        .monitor("val_accuracy")
                        .patience(3)
                        .restoreBestWeights(true)));
    var logs = who.model.evaluate(who.numbers(lines(test)), who.labels(test), f -> f.verbose(0));
    if (verbose > 0) {
      who.show(test.subList(0, 5));
    }
    long most =
        speakers.stream()
            .mapToLong(s -> test.stream().filter(t -> t.speaker().equals(s)).count())
            .max()
            .orElse(0);
    return new Result(logs.getOrDefault("accuracy", 0.0), most / (double) test.size());
  }

  private void show(List<Shakespeare.Spoken> some) {
    Array answers = model.predict(numbers(lines(some)), f -> f.verbose(0));
    for (int i = 0; i < some.size(); i++) {
      int row = i;
      var best =
          Stream.iterate(0, k -> k + 1)
              .limit(speakers.size())
              .max(Comparator.comparingDouble(k -> answers.item(row, k)))
              .orElseThrow();
      System.out.printf(
          "%s%n  spoken by %s, says the model; by %s, says Shakespeare%n",
          some.get(i).line(), speakers.get(best), some.get(i).speaker());
    }
  }

  /// Trains and tells how well it went.
  public static void main(String... arguments) {
    var result = run(4, 20, 2);
    System.out.printf(
        "Speakers told right: %.0f %%; always naming the most talkative: %.0f %%%n",
        100 * result.accuracy(), 100 * result.chance());
  }
}
