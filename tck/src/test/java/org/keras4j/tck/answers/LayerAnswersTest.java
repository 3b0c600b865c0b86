package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Report;

class LayerAnswersTest {

  /// Families whose recorded cases all pass.
  @ParameterizedTest
  @CsvSource({"layers/conv,92", "layers/pool,89", "layers/rnn,108", "layers/shape,103"})
  void recordedCallsOfAFamilyAreAnswered(String family, int cases) {
    Report report =
        Answers.conformance()
            .only(c -> c.kind().equals("layer") && c.family().equals(family))
            .run(CaseStore.builtIn());
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(cases);
  }

  /// Layers whose recorded cases all pass; a layer of the library belongs here.
  @ParameterizedTest
  @CsvSource({
    "Activation,46",
    "ActivityRegularization,4",
    "Add,7",
    "AdditiveAttention,14",
    "AlphaDropout,2",
    "Attention,14",
    "Average,7",
    "BatchNormalization,24",
    "CategoryEncoding,5",
    "Concatenate,8",
    "Dense,16",
    "Discretization,6",
    "Dot,7",
    "Dropout,3",
    "ELU,3",
    "EinsumDense,9",
    "Embedding,8",
    "Flatten,5",
    "GaussianDropout,2",
    "GaussianNoise,2",
    "GroupNormalization,8",
    "GroupQueryAttention,12",
    "HashedCrossing,10",
    "Hashing,12",
    "Identity,4",
    "LayerNormalization,10",
    "LeakyReLU,3",
    "Masking,3",
    "Maximum,7",
    "MelSpectrogram,8",
    "Minimum,7",
    "MultiHeadAttention,23",
    "Multiply,7",
    "Normalization,10",
    "PReLU,4",
    "Permute,3",
    "RMSNormalization,5",
    "ReLU,5",
    "RepeatVector,2",
    "Rescaling,5",
    "Reshape,5",
    "ReversibleEmbedding,9",
    "STFTSpectrogram,12",
    "Softmax,6",
    "SpatialDropout1D,2",
    "SpatialDropout2D,2",
    "SpatialDropout3D,2",
    "SpectralNormalization,8",
    "Subtract,6",
    "UnitNormalization,4"
  })
  void recordedCallsOfALayerAreAnswered(String layer, int cases) {
    Report report =
        Answers.conformance()
            .only(
                c ->
                    c.kind().equals("layer")
                        && c.name().equals(layer)
                        && !c.family().equals("layers/quant"))
            .run(CaseStore.builtIn());
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(cases);
  }

  @Test
  void recordedCallsOfQuantizedAndAdaptedLayersAreAnswered() {
    Report report =
        Answers.conformance().only(c -> c.family().equals("layers/quant")).run(CaseStore.builtIn());
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(42);
  }
}
