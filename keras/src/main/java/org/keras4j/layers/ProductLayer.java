package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.dtypepolicies.QuantizedFloat8DTypePolicy;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.Float8QuantizationConfig;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Int8QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Layers that multiply by a kernel, add a bias and apply an activation. The kernel may be adapted
/// and quantized.
///
/// @param <SELF> the layer's own class
public abstract class ProductLayer<SELF extends ProductLayer<SELF>> extends KernelLayer<SELF>
    implements LoraLayer, QuantizableLayer {
  private static final List<String> FILE_ORDER =
      List.of(
          "kernel",
          "bias",
          "inputs_scale",
          "inputs_amax_history",
          "kernel_scale",
          "kernel_zero",
          "g_idx",
          "kernel_amax_history",
          "outputs_grad_scale",
          "outputs_grad_amax_history");

  private final Quantization quantization;
  private final Lora lora;
  private Shape kernelShape = Shape.SCALAR;
  private Contraction contraction = new Contraction.OfMatrix();
  private @Nullable StoredKernel stored;
  private @Nullable Variable bias;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  ProductLayer() {
    super("kernel");
    quantization = new Quantization(this);
    lora = new Lora(this, "kernel");
  }

  /// The kernel as it is kept, once the layer is built.
  public final Optional<Variable> kernel() {
    return Optional.ofNullable(stored).map(StoredKernel::kernel);
  }

  /// The bias, once the layer is built and if it has one.
  public final Optional<Variable> bias() {
    return Optional.ofNullable(bias);
  }

  private StoredKernel stored() {
    var made = stored;
    if (made == null) {
      throw new IllegalStateException(
          "Layer '%s' is not built yet: call it first, or buildFrom a shape.".formatted(name()));
    }
    return made;
  }

  final void build(
      Shape shape, Initializer initializer, Optional<Shape> biasShape, Contraction product) {
    kernelShape = shape;
    contraction = product;
    var config = quantization.current();
    boolean floats = config.map(c -> c instanceof Float8QuantizationConfig).orElse(true);
    stored =
        floats
            ? new FloatKernel(addKernel("kernel", shape, initializer), product, lora)
            : quantized(config.orElseThrow());
    if (biasShape.isPresent()) {
      bias = addBias(biasShape.get());
    }
    if (floats && config.isPresent()) {
      stored = quantized(config.get());
    }
    lora.enableIfConfigured(this);
  }

  private StoredKernel quantized(QuantizationConfig config) {
    return switch (config) {
      case Int8QuantizationConfig int8 -> Int8Kernel.make(this, kernelShape, contraction, int8);
      case Int4QuantizationConfig int4 -> Int4Kernel.make(this, kernelShape, contraction, int4);
      case Float8QuantizationConfig _ ->
          Float8Kernel.make(
              this,
              stored().kernel(),
              contraction,
              dtypePolicy() instanceof QuantizedFloat8DTypePolicy policy
                  ? policy.amaxHistoryLength()
                  : QuantizedFloat8DTypePolicy.DEFAULT_AMAX_HISTORY_LENGTH);
    };
  }

  @Override
  public final void quantize(QuantizationConfig config) {
    quantization.begin(
        config,
        () -> {
          Variable before = stored().kernel();
          Array floats = before.stored();
          if (!(config instanceof Float8QuantizationConfig)) {
            drop(before);
          }
          StoredKernel after = quantized(config);
          Quantization.store(after.values(floats));
          stored = after;
        });
  }

  @Override
  public final void enableLora(int rank, double alpha, Initializer a, Initializer b) {
    var large =
        new Lora.Request(stored().kernel(), kernelShape, kernelConstraint(), kernelRegularizer());
    lora.enable(large, rank, alpha, a, b);
  }

  @Override
  protected final Tensor call(Tensor x, Call ctx) {
    StoredKernel kernel = stored();
    Tensor y = kernel.product(x, ctx.training());
    if (lora.isEnabled() && !(kernel instanceof FloatKernel)) {
      y = lora.add(y, contraction.product(x, lora.a()));
    }
    return activation.get().apply(bias == null ? y : Ops.add(y, bias(kernel, bias)));
  }

  /// Beside products of float8, biases are rounded to bfloat16.
  private Tensor bias(StoredKernel kernel, Variable bias) {
    return kernel instanceof Float8Kernel && computeDType() == DType.FLOAT32
        ? Ops.cast(Ops.cast(bias, DType.BFLOAT16), bias.dtype())
        : bias;
  }

  @Override
  public final List<Variable> ownVariables() {
    return inOrder(super.ownVariables(), FILE_ORDER);
  }

  @Override
  public final Array savedValue(Variable variable) {
    if (!lora.isEnabled()) {
      return super.savedValue(variable);
    }
    StoredKernel kernel = stored();
    Map<Variable, Tensor> merged = kernel.values(lora.mergedForFiles(kernel.floats()));
    Tensor value = merged.get(variable);
    return value == null
        ? super.savedValue(variable)
        : Ops.convertToNumpy(Ops.cast(value, variable.storedType().dtype()));
  }

  @Override
  public final void stateLoaded() {
    lora.reset();
  }
}
