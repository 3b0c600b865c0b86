package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Cells of a kernel for the input, one for the state, and a bias, each for a number of gates side
/// by side.
///
/// @param <SELF> the class itself
public abstract class GatedCell<SELF extends GatedCell<SELF>> extends RecurrentCell<SELF> {
  final GatedKeywords keywords;
  private final int gates;
  private final Supplier<SeedGenerator> seeds;
  private @Nullable Variable kernel;
  private @Nullable Variable recurrentKernel;
  private @Nullable Variable bias;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  GatedCell(String size, int gates) {
    this.gates = gates;
    keywords = new GatedKeywords(this, size, gates > 1, true);
    seeds = trackSeed(keywords.seed);
  }

  /// Sets what is applied to the candidate (`tanh` at first).
  public SELF activation(ActivationFunction value) {
    return with(keywords.activation, value);
  }

  /// Sets what is applied to the candidate, by Keras's name.
  public SELF activation(String name) {
    return activation(ActivationFunction.get(name));
  }

  /// Sets whether there is a bias (true at first).
  public SELF useBias(boolean value) {
    return with(keywords.useBias, value);
  }

  /// Sets the share of inputs dropped in training (0 at first).
  public SELF dropout(double rate) {
    return with(keywords.dropout, rate);
  }

  /// Sets the share of the state dropped in training (0 at first).
  public SELF recurrentDropout(double rate) {
    return with(keywords.recurrentDropout, rate);
  }

  final int units() {
    return keywords.units.get();
  }

  final ActivationFunction activation() {
    return keywords.activation.get();
  }

  final ActivationFunction recurrentActivation() {
    return keywords.recurrentActivation.map(Arg::get).orElseThrow();
  }

  final Variable kernel() {
    return built(kernel);
  }

  final Variable recurrentKernel() {
    return built(recurrentKernel);
  }

  final Optional<Variable> bias() {
    return Optional.ofNullable(bias);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(units());
  }

  /// The shape of the bias.
  Shape biasShape() {
    return Shape.of(gates * units());
  }

  /// How the bias begins.
  Initializer biasInitializer() {
    return keywords.biasInitializer.get();
  }

  /// The shape of the kernel for inputs of a shape and so many outputs.
  Shape kernelShape(Shape input, int width) {
    return Shape.of(input.dim(-1), width);
  }

  /// The shape of the kernel for the state.
  Shape recurrentKernelShape(int width) {
    return Shape.of(units(), width);
  }

  @Override
  protected void build(Shape input) {
    int width = gates * units();
    kernel =
        addWeight(
            "kernel",
            kernelShape(input, width),
            keywords.kernelInitializer.get(),
            w ->
                w.regularizer(keywords.kernelRegularizer.get())
                    .constraint(keywords.kernelConstraint.get()));
    recurrentKernel =
        addWeight(
            "recurrent_kernel",
            recurrentKernelShape(width),
            keywords.recurrentInitializer.get(),
            w ->
                w.regularizer(keywords.recurrentRegularizer.get())
                    .constraint(keywords.recurrentConstraint.get()));
    if (keywords.useBias.get()) {
      bias =
          addWeight(
              "bias",
              biasShape(),
              biasInitializer(),
              w ->
                  w.regularizer(keywords.biasRegularizer.get())
                      .constraint(keywords.biasConstraint.get()));
    }
  }

  // ---- Dropout ----------------------------------------------------------------------------------

  /// With dropout of the state each gate has masks of its own.
  int numMasks() {
    return keywords.recurrentDropout.get() > 0 && gates > 1 ? gates : 1;
  }

  @Override
  protected Context context(Tensor x, List<Tensor> states, boolean training) {
    var drop = masks(x, rate(keywords.dropout));
    var dropRecurrent = masks(states.getFirst(), rate(keywords.recurrentDropout));
    return new Context(
        training,
        applied(drop, training, keywords.dropout),
        applied(dropRecurrent, training, keywords.recurrentDropout));
  }

  private static double rate(Arg<Double> rate) {
    return Math.clamp(rate.get(), 0.0, 1.0);
  }

  /// Masks are drawn whether they are used or not, so that seeds move on as Keras's do.
  private List<Tensor> masks(Tensor like, double rate) {
    if (rate == 0) {
      return List.of();
    }
    var out = new ArrayList<Tensor>();
    for (int i = 0; i < numMasks(); i++) {
      out.add(Random.dropout(Ops.onesLike(like), rate, seeds.get()));
    }
    return List.copyOf(out);
  }

  private static List<Tensor> applied(List<Tensor> masks, boolean training, Arg<Double> rate) {
    return training && rate(rate) < 1 ? masks : List.of();
  }

  // ---- Products ---------------------------------------------------------------------------------

  /// The input's share of all gates, its bias included.
  @Override
  protected Tensor prepare(Tensor x, Context ctx) {
    Tensor y = product(x, kernel(), ctx.drop(), this::multiplied);
    return inputBias().map(b -> plusBias(y, b)).orElse(y);
  }

  /// What a kernel makes of an input, of one step or of a whole sequence.
  Tensor multiplied(Tensor x, Tensor weights) {
    return Ops.matmul(x, weights);
  }

  /// What a recurrent kernel makes of the state.
  Tensor recurrentMultiplied(Tensor h, Tensor weights) {
    return Ops.matmul(h, weights);
  }

  /// A result and a bias for its units.
  Tensor plusBias(Tensor y, Tensor b) {
    return Ops.add(y, b);
  }

  /// The axis along which the gates lie.
  int gateAxis() {
    return -1;
  }

  /// The bias that goes with the input.
  Optional<Tensor> inputBias() {
    return bias().map(b -> b);
  }

  /// The state's share of all gates.
  final Tensor recurrentProduct(Tensor h, Context ctx) {
    return product(h, recurrentKernel(), ctx.dropRecurrent(), this::recurrentMultiplied);
  }

  /// A product of the parts of `x` that are not dropped: masks `(batch, ...)` hold for all steps.
  private Tensor product(
      Tensor x, Tensor weights, List<Tensor> masks, BinaryOperator<Tensor> multiply) {
    if (masks.isEmpty()) {
      return multiply.apply(x, weights);
    }
    if (masks.size() == 1) {
      return multiply.apply(Ops.multiply(x, masks.getFirst()), weights);
    }
    var parts = Ops.split(weights, gates, -1);
    var out = new ArrayList<Tensor>();
    for (int g = 0; g < gates; g++) {
      out.add(multiply.apply(Ops.multiply(x, masks.get(g)), parts.get(g)));
    }
    return Ops.concatenate(out, gateAxis());
  }

  /// The gates' parts of a product, in order.
  final List<Tensor> gates(Tensor z) {
    return gates == 1 ? Collections.singletonList(z) : Ops.split(z, gates, gateAxis());
  }
}
