package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Configurable;
import org.keras4j.initializers.FanInitializer;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Multiplies by a kernel as an einsum equation says: a dense layer of any number of axes.
///
/// - Input, output: as in the equation; `...` stands for the axes before or after
/// - Weights: `kernel`, of the second part of the equation, and `bias`, if `biasAxes` is given
///
/// {@snippet :
/// // (batch, steps, features) -> (batch, steps, 64)
/// new EinsumDense("abc,cd->abd", -1, 64).biasAxes("d").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/einsum_dense/">EinsumDense</a>
public final class EinsumDense extends KernelLayer<EinsumDense> {
  /// One size is written as a list too.
  private static final Codec<Shape> OUTPUT_SHAPE =
      Codec.of(
          shape -> shape,
          value ->
              value instanceof Number
                  ? Shape.of(Codec.INT.decode(value))
                  : Codec.SHAPE.decode(value));

  private final Arg<Shape> outputShape = required("output_shape", OUTPUT_SHAPE);
  private final Arg<String> equation = required("equation", Codec.STRING);
  private final Arg<Optional<String>> biasAxes = optional("bias_axes", Codec.STRING);

  @SuppressWarnings("UnusedVariable") // part of the config, of use to those who quantize
  private final Arg<Optional<Configurable>> quantizationConfig =
      optional("quantization_config", Codec.object(Configurable.class, "a quantization config"));

  private @Nullable Variable kernel;
  private @Nullable Variable bias;

  EinsumDense() {
    super("kernel");
  }

  /// A layer of an equation such as `abc,cd->abd`.
  ///
  /// @param outputShape the sizes of the output without the batch (and without what `...` stands
  ///   for); -1 takes the input's size
  public EinsumDense(String equation, int... outputShape) {
    this();
    set(this.equation, equation);
    set(this.outputShape, Shape.of(outputShape));
  }

  /// Sets the letters of the output axes that have a bias.
  public EinsumDense biasAxes(String letters) {
    return with(biasAxes, Optional.of(letters));
  }

  @Override
  protected boolean listsActivityRegularizer() {
    return true;
  }

  /// The kernel, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  /// The bias, once the layer is built and if it has one.
  public Optional<Variable> bias() {
    return Optional.ofNullable(bias);
  }

  private EinsumShapes shapes(Shape input) {
    return EinsumShapes.of(equation.get(), biasAxes.get(), input, outputShape.get());
  }

  @Override
  protected void build(Shape input) {
    var shapes = shapes(input);
    inputSpec(InputSpec.rank(input.rank()));
    kernel = addKernel("kernel", shapes.kernel(), initializer(shapes));
    if (shapes.bias().isPresent()) {
      bias = addBias(shapes.bias().get());
    }
  }

  private Initializer initializer(EinsumShapes shapes) {
    return kernelInitializer.get() instanceof FanInitializer<?> fan
        ? fan.withAxes(shapes.inputAxes(), shapes.outputAxes())
        : kernelInitializer.get();
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    Shape input = arguments.tensors().getFirst().shape();
    return Tree.leaf(new TensorType(computeDType(), shapes(input).output()));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y = Ops.einsum(equation.get(), x, built(kernel));
    return activation.get().apply(bias == null ? y : Ops.add(y, bias));
  }
}
