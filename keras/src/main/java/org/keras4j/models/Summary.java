package org.keras4j.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.keras4j.config.Config;
import org.keras4j.layers.Layer;
import org.keras4j.symbolic.Node;
import org.keras4j.symbolic.OpCall;
import org.keras4j.symbolic.Operation;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// The table of a model's layers that [Model#summary()] prints, as Keras prints it.
///
/// @see <a href="https://keras.io/api/models/model/#summary-method">summary</a>
public final class Summary {
  private static final int DEFAULT_COLUMNS = 80;

  private final Model model;
  private Optional<Integer> lineLength = Optional.empty();
  private boolean expandNested;
  private boolean showTrainable;
  private boolean plain;
  private Optional<List<String>> range = Optional.empty();
  private Consumer<String> printer = System.out::print;

  Summary(Model model) {
    this.model = model;
  }

  /// Sets the width of the table; as wide as the terminal at first, but at most 88 or 108.
  public Summary lineLength(int value) {
    lineLength = Optional.of(value);
    return this;
  }

  /// Sets whether the layers of inner models are listed too.
  public Summary expandNested(boolean value) {
    expandNested = value;
    return this;
  }

  /// Sets whether there is a column that says which layers are trainable.
  public Summary showTrainable(boolean value) {
    showTrainable = value;
    return this;
  }

  /// Sets whether lines are drawn with ASCII characters alone.
  public Summary plain(boolean value) {
    plain = value;
    return this;
  }

  /// Sets the first and the last layer listed, by patterns of their names.
  public Summary layerRange(String first, String last) {
    range = Optional.of(List.of(first, last));
    return this;
  }

  /// Sets what takes the text, instead of the standard output.
  public Summary printTo(Consumer<String> value) {
    printer = value;
    return this;
  }

  void print() {
    printer.accept(text());
  }

  /// The text.
  public String text() {
    var listed = listed();
    boolean chain = !model.isFunctional() || model instanceof Sequential || isChain();
    var table = new TextTable(header(chain), rightAligned(chain), widths(chain), plain);
    for (Operation operation : listed) {
      add(operation, 0, chain, table);
    }
    var out = new StringBuilder();
    out.append("Model: \"").append(model.name()).append("\"\n").append(table.text());
    appendTotals(out);
    return out.toString();
  }

  private List<? extends Operation> listed() {
    List<? extends Operation> all =
        model.isFunctional() && !(model instanceof Sequential)
            ? model.graph().operations()
            : model.layers();
    if (range.isEmpty()) {
      return all;
    }
    var lower = matching(all, range.get().get(0));
    var upper = matching(all, range.get().get(1));
    if (lower.isEmpty() || upper.isEmpty()) {
      throw new IllegalArgumentException(
          "Passed layer names do not match the layer names in the model. Received: layerRange="
              + range.get());
    }
    int first = Collections.min(lower);
    int last = Collections.max(upper);
    return first > last
        ? all.subList(Collections.min(upper), Collections.max(lower) + 1)
        : all.subList(first, last + 1);
  }

  private static List<Integer> matching(List<? extends Operation> all, String pattern) {
    var compiled = java.util.regex.Pattern.compile(pattern);
    var out = new ArrayList<Integer>();
    for (int i = 0; i < all.size(); i++) {
      if (compiled.matcher(all.get(i).name()).lookingAt()) {
        out.add(i);
      }
    }
    return out;
  }

  /// Whether every layer follows from the one before alone.
  private boolean isChain() {
    var graph = model.graph();
    for (var level : graph.nodesByDepth().values()) {
      if (level.size() > 1 || level.getFirst().inputs().size() > 1) {
        return false;
      }
    }
    return graph.operations().stream()
        .allMatch(o -> o.nodes().stream().filter(graph::contains).count() <= 1);
  }

  private List<String> header(boolean chain) {
    var out = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    if (!chain) {
      out.add("Connected to");
    }
    if (showTrainable) {
      out.add("Trainable");
    }
    return out;
  }

  private List<Character> rightAligned(boolean chain) {
    var out = new ArrayList<>(List.of('l', 'l', 'r'));
    if (!chain) {
      out.add('l');
    }
    if (showTrainable) {
      out.add('c');
    }
    return out;
  }

  private List<Integer> widths(boolean chain) {
    double[] positions =
        chain ? new double[] {0.45, 0.80, 1.0} : new double[] {0.3, 0.56, 0.74, 1.0};
    int byDefault = chain ? 88 : 108;
    var all = new ArrayList<Double>();
    for (double p : positions) {
      all.add(showTrainable ? p * 0.90 : p);
    }
    if (showTrainable) {
      all.add(1.0);
      byDefault += 12;
    }
    int length = lineLength.orElse(Math.min(byDefault, columns() - 4));
    var widths = new ArrayList<Integer>();
    int current = 0;
    for (double p : all) {
      int width = (int) (p * length) - current;
      if (width < 4) {
        throw new IllegalArgumentException(
            "Insufficient console width to print summary. Received: lineLength=" + length);
      }
      widths.add(width);
      current += width;
    }
    return widths;
  }

  private static int columns() {
    try {
      return Optional.ofNullable(System.getenv("COLUMNS"))
          .map(Integer::parseInt)
          .orElse(DEFAULT_COLUMNS);
    } catch (NumberFormatException _) {
      return DEFAULT_COLUMNS;
    }
  }

  private void add(Operation operation, int level, boolean chain, TextTable table) {
    String prefix = level == 0 ? "" : "   ".repeat(level) + "└ ";
    var fields = new ArrayList<String>();
    fields.add(prefix + operation.name() + " (" + className(operation) + ")");
    fields.add(outputShape(operation));
    fields.add(params(operation));
    if (!chain) {
      fields.add(connections(operation));
    }
    if (showTrainable) {
      boolean weighs = operation instanceof Layer layer && !layer.weights().isEmpty();
      fields.add(weighs ? (((Layer) operation).trainable() ? "Y" : "N") : "-");
    }
    table.add(fields);
    if (expandNested && operation instanceof Model inner) {
      inner.layers().forEach(l -> add(l, level + 1, chain, table));
    }
  }

  static String className(Operation operation) {
    return switch (operation) {
      case Layer layer -> layer.className();
      case OpCall call -> call.className();
      default -> operation.getClass().getSimpleName();
    };
  }

  private static String params(Operation operation) {
    if (!(operation instanceof Layer layer)) {
      return "0";
    }
    return layer.isBuilt() ? grouped(layer.countParams()) : "0 (unbuilt)";
  }

  private static String outputShape(Operation operation) {
    if (operation.nodes().isEmpty()) {
      return operation instanceof Layer layer ? builtShape(layer) : "?";
    }
    var shapes =
        operation.nodes().getLast().outputs().flatten().stream().map(t -> text(t.shape())).toList();
    return shapes.size() == 1 ? shapes.getFirst() : shapes.toString();
  }

  /// What a layer that was never drawn gives for the shape it was built with.
  private static String builtShape(Layer layer) {
    var built = layer.getBuildConfig().filter(c -> Config.isShape(c.get("input_shape")));
    return layer.isBuilt() && built.isPresent()
        ? text(layer.computeOutputShape(Config.toShape(built.get().get("input_shape"))))
        : "?";
  }

  private static String text(Shape shape) {
    return shape.toList().stream()
        .map(d -> d == Shape.UNKNOWN ? "None" : d.toString())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String connections(Operation operation) {
    var graph = model.graph();
    var out = new ArrayList<String>();
    for (Node node : operation.nodes()) {
      if (graph.contains(node)) {
        node.inputs()
            .forEach(
                t -> {
                  var source = Node.of(t);
                  out.add(
                      "%s[%d][%d]".formatted(source.operation().name(), source.index(), t.index()));
                });
      }
    }
    return out.isEmpty() ? "-" : String.join(", ", out);
  }

  private void appendTotals(StringBuilder out) {
    var trainable = model.trainableWeights();
    var others = model.nonTrainableWeights();
    var optimizer = model.optimizerVariables();
    var all = new ArrayList<>(trainable);
    all.addAll(others);
    all.addAll(optimizer);
    append(out, " Total params: ", all, memory(trainable) + memory(others) + memory(optimizer));
    append(out, " Trainable params: ", trainable, memory(trainable));
    append(out, " Non-trainable params: ", others, memory(others));
    if (!optimizer.isEmpty()) {
      append(out, " Optimizer params: ", optimizer, memory(optimizer));
    }
  }

  private static void append(StringBuilder out, String label, List<Variable> of, double bytes) {
    long count = of.stream().mapToLong(v -> v.storedType().size()).sum();
    out.append(label).append(grouped(count)).append(" (").append(readable(bytes)).append(")\n");
  }

  private static double memory(List<Variable> variables) {
    Set<Variable> unique = Collections.newSetFromMap(new IdentityHashMap<>());
    unique.addAll(variables);
    return unique.stream()
        .mapToDouble(v -> (double) v.storedType().size() * v.storedType().dtype().bytes())
        .sum();
  }

  private static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String readable(double bytes) {
    double size = bytes;
    for (String unit : List.of("B", "KB", "MB", "GB", "TB", "PB")) {
      if (size < 1024 || unit.equals("PB")) {
        return String.format(Locale.ROOT, "%.2f %s", size, unit);
      }
      size /= 1024;
    }
    throw new IllegalStateException("unreachable");
  }
}
