package org.keras4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.keras4j.examples.Digits;
import org.keras4j.examples.DigitsConvnet;
import org.keras4j.examples.IrisSubclass;
import org.keras4j.examples.TumourTrainStep;
import org.keras4j.examples.WhoSpeaks;
import org.keras4j.examples.WineFunctional;
import org.keras4j.examples.WriteShakespeare;
import org.keras4j.models.Model;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Trains a small convolutional network on real handwritten digits, saves it, and reads it back; or runs another of the examples.",
    footer = {
      "",
      "Examples:",
      "  keras4j demo",
      "  keras4j demo --epochs 3 --output /tmp/digits.keras",
      "  keras4j demo WriteShakespeare"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int NUM_TEST = 360;
  private static final int SHOWN = 4;

  @Parameters(
      paramLabel = "EXAMPLE",
      arity = "0..1",
      description =
          "DigitsConvnet (default), WineFunctional, IrisSubclass, TumourTrainStep, WhoSpeaks or WriteShakespeare.")
  private String example = "DigitsConvnet";

  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How long to train (default: ${DEFAULT-VALUE}).")
  private int epochs = 15;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to save the model (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("digits.keras");

  @Override
  public Integer call() {
    return engine.during(
        () ->
            switch (example) {
              case "DigitsConvnet" -> run();
              case "WineFunctional" -> done(WineFunctional::main);
              case "IrisSubclass" -> done(IrisSubclass::main);
              case "TumourTrainStep" -> done(TumourTrainStep::main);
              case "WhoSpeaks" -> done(WhoSpeaks::main);
              case "WriteShakespeare" -> done(WriteShakespeare::main);
              default ->
                  throw new IllegalArgumentException(
                      "There is no such example; see 'keras4j help demo'. Received: EXAMPLE="
                          + example);
            });
  }

  private static int done(Consumer<String[]> main) {
    main.accept(new String[0]);
    return 0;
  }

  private int run() {
    RandomState.setRandomSeed(42);
    var digits = Digits.load();
    var model = DigitsConvnet.model();
    model.summary();
    System.out.printf(
        "%nTraining on %d handwritten digits, 8 by 8 pixels each.%n",
        digits.xTrain().shape().dim(0));
    long start = System.nanoTime();
    DigitsConvnet.train(model, digits, f -> f.epochs(epochs));
    double seconds = (System.nanoTime() - start) / 1e9;
    var logs =
        model.evaluate(digits.xTest(), digits.yTest(), f -> f.verbose(0).batchSize(NUM_TEST));
    System.out.printf(
        Locale.ROOT,
        "%nTrained in %.1f s. On %d digits it has never seen: %.2f %% right, loss %.4f.%n",
        seconds,
        NUM_TEST,
        100 * logs.getOrDefault("accuracy", 0.0),
        logs.getOrDefault("loss", Double.NaN));
    model.save(output);
    System.out.printf("Saved %s; Python Keras opens it with keras.models.load_model.%n%n", output);
    show(Model.load(output), digits);
    return 0;
  }

  /// A few of the held-out digits as a person would see them, and what the reloaded model reads.
  private static void show(Model model, Digits digits) {
    Array answers = model.predict(digits.xTest(), f -> f.verbose(0).batchSize(NUM_TEST));
    System.out.println("Read back from the file, it says:");
    for (int row = 0; row < 8; row++) {
      var line = new StringBuilder();
      for (int n = 0; n < SHOWN; n++) {
        line.append("  ");
        for (int column = 0; column < 8; column++) {
          line.append(shade(digits.xTest().item(n, row, column, 0)));
        }
      }
      System.out.println(line);
    }
    var line = new StringBuilder();
    for (int n = 0; n < SHOWN; n++) {
      int best = 0;
      for (int k = 1; k < 10; k++) {
        best = answers.item(n, k) > answers.item(n, best) ? k : best;
      }
      line.append("  %-16s".formatted("%d (%.0f %%)".formatted(best, 100 * answers.item(n, best))));
    }
    System.out.println(line);
  }

  private static String shade(double value) {
    String shades = " ░▒▓█";
    char c =
        shades.charAt((int) Math.min(shades.length() - 1L, Math.floor(value * shades.length())));
    return "" + c + c;
  }
}
