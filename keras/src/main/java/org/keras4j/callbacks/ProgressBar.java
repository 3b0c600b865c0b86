package org.keras4j.callbacks;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keras4j.saving.format.PythonFloat;

/// The line that shows how far an epoch is: steps, a bar, time, losses and metrics, as Keras draws
/// it. In a terminal it is redrawn in place; elsewhere one line is printed at the end of the epoch.
///
/// @see <a href="https://keras.io/api/utils/python_utils/#progbar-class">Progbar</a>
public final class ProgressBar extends Callback {
  private static final int WIDTH = 20;
  private static final long INTERVAL = 50_000_000L;

  private final PrintStream out;
  private final boolean live;
  private Optional<Integer> target = Optional.empty();
  private int seen;
  private long start;
  private long afterFirst;
  private long lastDrawn;
  private int drawnWidth;
  private boolean inTraining;

  /// Prints to the standard output.
  public ProgressBar() {
    this(System.out, isTerminal());
  }

  private static boolean isTerminal() {
    var console = Optional.ofNullable(System.console());
    return console.filter(c -> c.isTerminal()).isPresent();
  }

  /// @param live whether lines may be redrawn
  public ProgressBar(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    inTraining = true;
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    inTraining = false;
  }

  @Override
  public void onEpochBegin(int epoch, Map<String, Double> logs) {
    begin(params().steps());
    if (params().epochs() > 1) {
      out.println(
          (live ? "\u001b[1mEpoch %d/%d\u001b[0m" : "Epoch %d/%d")
              .formatted(epoch + 1, params().epochs()));
    }
  }

  @Override
  public void onTestBegin(Map<String, Double> logs) {
    if (!inTraining) {
      begin(params().steps());
    }
  }

  @Override
  public void onPredictBegin(Map<String, Double> logs) {
    begin(params().steps());
  }

  private void begin(Optional<Integer> steps) {
    target = steps;
    seen = 0;
    start = System.nanoTime();
    afterFirst = start;
    lastDrawn = 0;
    drawnWidth = 0;
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    advance(batch + 1, logs);
  }

  @Override
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {
    if (!inTraining) {
      advance(batch + 1, logs);
    }
  }

  @Override
  public void onPredictBatchEnd(int batch, Map<String, Double> logs) {
    advance(batch + 1, Map.of());
  }

  private void advance(int step, Map<String, Double> logs) {
    seen = step;
    long now = System.nanoTime();
    if (step == 1) {
      afterFirst = now;
    }
    if (live && params().verbose() == 1 && now - lastDrawn > INTERVAL) {
      draw(logs, now, false);
      lastDrawn = now;
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    finish(logs);
  }

  @Override
  public void onTestEnd(Map<String, Double> logs) {
    if (!inTraining) {
      finish(logs);
    }
  }

  @Override
  public void onPredictEnd(Map<String, Double> logs) {
    finish(Map.of());
  }

  private void finish(Map<String, Double> logs) {
    if (target.isEmpty()) {
      target = Optional.of(seen);
    }
    draw(logs, System.nanoTime(), true);
  }

  private void draw(Map<String, Double> logs, long now, boolean last) {
    boolean bar = params().verbose() == 1;
    var line = new StringBuilder();
    if (target.isPresent()) {
      int width = Integer.toString(target.get()).length();
      line.append(bold(("%" + width + "d/%d").formatted(seen, target.get())));
      if (bar) {
        int full = target.get() == 0 ? WIDTH : Math.min(WIDTH, WIDTH * seen / target.get());
        line.append(' ')
            .append(colour(32, "━".repeat(full)))
            .append(colour(37, "━".repeat(WIDTH - full)));
      }
    } else {
      line.append("%7d/Unknown".formatted(seen));
    }
    line.append(bar ? " " : " - ").append(bold(last ? seconds(now - start) : remaining(now)));
    line.append(bar ? " " : " - ").append(perStep(now));
    new LinkedHashMap<>(logs)
        .forEach(
            (name, value) -> line.append(" - ").append(name).append(": ").append(number(value)));
    String text = line.toString();
    int shown = text.replaceAll("\u001b\\[[0-9;]*m", "").length();
    if (live && bar) {
      out.print("\r" + text + " ".repeat(Math.max(0, drawnWidth - shown)));
      drawnWidth = shown;
      if (last) {
        out.println();
      }
      out.flush();
    } else if (last) {
      out.println(text);
    }
  }

  private String bold(String text) {
    return live ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private String colour(int code, String text) {
    return live ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static String seconds(long nanos) {
    return "%ds".formatted(Math.round(nanos / 1e9));
  }

  private String remaining(long now) {
    if (target.isEmpty()) {
      return seconds(now - start);
    }
    long eta = (long) ((target.get() - seen) * stepNanos(now) / 1e9);
    if (eta > 3600) {
      return "%d:%02d:%02d".formatted(eta / 3600, eta % 3600 / 60, eta % 60);
    }
    return eta > 60 ? "%d:%02d".formatted(eta / 60, eta % 60) : eta + "s";
  }

  /// The first step, which compiles, does not count as long as there are others.
  private double stepNanos(long now) {
    if (seen == 0) {
      return 0;
    }
    return seen == 1 ? now - start : (now - afterFirst) / (double) (seen - 1);
  }

  private String perStep(long now) {
    double seconds = stepNanos(now) / 1e9;
    if (seconds >= 1 || seconds == 0) {
      return "%ds/step".formatted(Math.round(seconds));
    }
    return seconds >= 1e-3
        ? "%dms/step".formatted(Math.round(seconds * 1e3))
        : "%dus/step".formatted(Math.round(seconds * 1e6));
  }

  private static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return PythonFloat.repr(value);
    }
    return String.format(Locale.ROOT, Math.abs(value) > 1e-3 ? "%.4f" : "%.4e", value);
  }
}
