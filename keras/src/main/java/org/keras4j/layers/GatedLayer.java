package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.regularizers.Regularizer;

/// Recurrent layers of one of Keras's cells, whose keywords they take.
///
/// @param <SELF> the class itself
/// @param <C> the cell
public abstract class GatedLayer<SELF extends GatedLayer<SELF, C>, C extends GatedCell<C>>
    extends RecurrentLayer<SELF> {
  final GatedKeywords keywords;
  private @Nullable C cell;

  GatedLayer(boolean gated) {
    this("units", gated);
    inputSpec(InputSpec.rank(3));
  }

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  GatedLayer(String size, boolean gated) {
    keywords = new GatedKeywords(this, size, gated, gated);
    whenSettled(this::makeCell);
  }

  private void makeCell() {
    C made = newCell();
    keywords.copyTo(made.keywords);
    made.dtype(dtypePolicy());
    cell = track("cell", made);
  }

  /// A cell with the keywords that only this layer's cell has.
  abstract C newCell();

  @Override
  C cell() {
    settle();
    if (cell == null) {
      throw new IllegalStateException("Layer '%s' has no cell yet.".formatted(name()));
    }
    return cell;
  }

  @Override
  protected boolean listsActivityRegularizer() {
    return true;
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

  /// Sets how the kernel begins (`glorot_uniform` at first).
  public SELF kernelInitializer(Initializer value) {
    return with(keywords.kernelInitializer, value);
  }

  /// Sets how the recurrent kernel begins (`orthogonal` at first).
  public SELF recurrentInitializer(Initializer value) {
    return with(keywords.recurrentInitializer, value);
  }

  /// Sets how the bias begins (`zeros` at first).
  public SELF biasInitializer(Initializer value) {
    return with(keywords.biasInitializer, value);
  }

  /// Sets a penalty on the kernel.
  public SELF kernelRegularizer(Regularizer value) {
    return with(keywords.kernelRegularizer, Optional.of(value));
  }

  /// Sets a penalty on the recurrent kernel.
  public SELF recurrentRegularizer(Regularizer value) {
    return with(keywords.recurrentRegularizer, Optional.of(value));
  }

  /// Sets a condition on the kernel.
  public SELF kernelConstraint(Constraint value) {
    return with(keywords.kernelConstraint, Optional.of(value));
  }

  /// Sets a condition on the recurrent kernel.
  public SELF recurrentConstraint(Constraint value) {
    return with(keywords.recurrentConstraint, Optional.of(value));
  }

  /// Sets the share of inputs dropped in training (0 at first).
  public SELF dropout(double rate) {
    return with(keywords.dropout, rate);
  }

  /// Sets the share of the state dropped in training (0 at first).
  public SELF recurrentDropout(double rate) {
    return with(keywords.recurrentDropout, rate);
  }

  /// Sets the seed of dropout.
  public SELF seed(long value) {
    return with(keywords.seed, Optional.of(value));
  }
}
