package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.initializers.FanInitializer;
import org.keras4j.initializers.Initializer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

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
public final class EinsumDense extends ProductLayer<EinsumDense> {
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

  EinsumDense() {}

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

  private EinsumShapes shapes(Shape input) {
    return EinsumShapes.of(equation.get(), biasAxes.get(), input, outputShape.get());
  }

  @Override
  protected void build(Shape input) {
    var shapes = shapes(input);
    inputSpec(InputSpec.rank(input.rank()));
    build(
        shapes.kernel(),
        initializer(shapes),
        shapes.bias(),
        EinsumContraction.of(equation.get(), input.rank()));
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
}
