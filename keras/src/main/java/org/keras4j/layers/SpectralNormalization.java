package org.keras4j.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.initializers.TruncatedNormal;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Keeps the kernel of the layer inside from stretching anything: in training, divides it by its
/// largest singular value, of which each call makes a better estimate.
///
/// - Input, output: those of the layer inside
/// - Weights: those of the layer inside, and `vector_u (1, size)`, of the kernel's last size
///
/// Follows [Miyato et al., 2018](https://arxiv.org/abs/1802.05957).
///
/// {@snippet :
/// new SpectralNormalization(new Conv2D(8, 3)).apply(images, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/spectral_normalization/">SpectralNormalization</a>
public final class SpectralNormalization extends Wrapper<SpectralNormalization> {
  private final Arg<Integer> powerIterations =
      arg("power_iterations", Codec.INT, () -> 1).check(n -> n > 0, "a positive integer");
  private @Nullable Variable kernel;
  private @Nullable Variable vectorU;

  SpectralNormalization() {}

  /// A layer around one with a kernel or embeddings.
  public SpectralNormalization(Layer layer) {
    super(layer);
  }

  /// Sets how often each call improves the estimate (once at first).
  public SpectralNormalization powerIterations(int value) {
    return with(powerIterations, value);
  }

  @Override
  protected void build(Shape input) {
    super.build(input);
    inputSpec(InputSpec.any().minRank(1).axis(-1, input.dim(-1)));
    Variable found =
        layer().ownVariables().stream()
            .filter(v -> v.name().equals("kernel") || v.name().equals("embeddings"))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Layer '%s' needs a layer with a `kernel` or `embeddings`. Received: layer=%s"
                            .formatted(name(), layer())));
    kernel = found;
    share(found);
    vectorU =
        addWeight(
            "vector_u",
            Shape.of(1, found.shape().dim(-1)),
            new TruncatedNormal(0, 0.02),
            w -> w.trainable(false).dtype(found.storedType().dtype()));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (ctx.training()) {
      normalize(built(kernel), built(vectorU));
    }
    return Ops.cast(layer().apply(x), x.dtype());
  }

  private void normalize(Variable kernel, Variable vectorU) {
    Tensor zero = Ops.all(Ops.equal(kernel, 0.0));
    var updated =
        Ops.condTree(
                zero,
                () -> Tree.sequence(List.of(vectorU.value(), kernel.value())),
                () -> Tree.sequence(normalized(kernel.value(), vectorU.value())))
            .flatten();
    vectorU.assign(updated.getFirst());
    kernel.assign(updated.getLast());
  }

  /// The estimated singular vector and the kernel divided by its singular value.
  private List<Tensor> normalized(Tensor kernel, Tensor vectorU) {
    Tensor weights = Ops.reshape(kernel, -1, kernel.shape().dim(-1));
    Tensor transposed = Ops.transpose(weights);
    Tensor u = vectorU;
    Tensor v = u;
    for (int i = 0; i < powerIterations.get(); i++) {
      v = Ops.normalize(Ops.matmul(u, transposed));
      u = Ops.normalize(Ops.matmul(v, weights));
    }
    u = Ops.stopGradient(u);
    v = Ops.stopGradient(v);
    Tensor sigma = Ops.matmul(Ops.matmul(v, weights), Ops.transpose(u));
    return List.of(
        Ops.cast(u, vectorU.dtype()),
        Ops.cast(Ops.reshape(Ops.divide(kernel, sigma), kernel.shape()), kernel.dtype()));
  }
}
