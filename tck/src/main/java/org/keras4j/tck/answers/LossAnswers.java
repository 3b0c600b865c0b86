package org.keras4j.tck.answers;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.keras4j.losses.Losses;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.losses`, and those of `keras.metrics` that are the same.
final class LossAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    var losses = table.section("keras.losses.");
    addErrors(losses);
    addEntropies(losses);
    pair(losses, "ctc", Losses::ctc);
    losses
        .add(
            "cosine_similarity",
            a -> Losses.cosineSimilarity(yTrue(a), yPred(a), a.integer("axis")))
        .add("dice", a -> Losses.dice(yTrue(a), yPred(a), axes(a)))
        .add(
            "tversky",
            a -> Losses.tversky(yTrue(a), yPred(a), a.number("alpha"), a.number("beta"), axes(a)))
        .add("circle", LossAnswers::circle)
        .add(
            "categorical_generalized_cross_entropy",
            a -> Losses.categoricalGeneralizedCrossEntropy(yTrue(a), yPred(a), a.number("q")));
    var metrics = table.section("keras.metrics.");
    addErrors(metrics);
    addEntropies(metrics);
  }

  /// Losses that `keras.metrics` has too.
  private static void addErrors(OpTable.Section section) {
    pair(section, "mean_squared_error", Losses::meanSquaredError);
    pair(section, "mean_absolute_error", Losses::meanAbsoluteError);
    pair(section, "mean_absolute_percentage_error", Losses::meanAbsolutePercentageError);
    pair(section, "mean_squared_logarithmic_error", Losses::meanSquaredLogarithmicError);
    pair(section, "log_cosh", Losses::logCosh);
    pair(section, "hinge", Losses::hinge);
    pair(section, "squared_hinge", Losses::squaredHinge);
    pair(section, "categorical_hinge", Losses::categoricalHinge);
    pair(section, "kl_divergence", Losses::klDivergence);
    pair(section, "poisson", Losses::poisson);
    section.add("huber", a -> Losses.huber(yTrue(a), yPred(a), a.number("delta")));
  }

  private static void addEntropies(OpTable.Section section) {
    section
        .add(
            "binary_crossentropy",
            a ->
                Losses.binaryCrossentropy(
                    yTrue(a), yPred(a), logits(a), smoothing(a), a.integer("axis")))
        .add(
            "binary_focal_crossentropy",
            a ->
                Losses.binaryFocalCrossentropy(
                    yTrue(a),
                    yPred(a),
                    a.flag("apply_class_balancing"),
                    a.number("alpha"),
                    a.number("gamma"),
                    logits(a),
                    smoothing(a),
                    a.integer("axis")))
        .add(
            "categorical_crossentropy",
            a ->
                Losses.categoricalCrossentropy(
                    yTrue(a), yPred(a), logits(a), smoothing(a), a.integer("axis")))
        .add(
            "categorical_focal_crossentropy",
            a ->
                Losses.categoricalFocalCrossentropy(
                    yTrue(a),
                    yPred(a),
                    a.number("alpha"),
                    a.number("gamma"),
                    logits(a),
                    smoothing(a),
                    a.integer("axis")))
        .add(
            "sparse_categorical_crossentropy",
            a ->
                Losses.sparseCategoricalCrossentropy(
                    yTrue(a),
                    yPred(a),
                    logits(a),
                    Adding.boxed(a.optionalInteger("ignore_class")),
                    a.integer("axis")));
  }

  private static void pair(OpTable.Section section, String name, BinaryOperator<Tensor> function) {
    section.add(name, a -> function.apply(yTrue(a), yPred(a)));
  }

  private static Tensor circle(Arguments a) {
    return Losses.circle(
        yTrue(a),
        yPred(a),
        a.optionalTensor("ref_labels").orElseGet(() -> yTrue(a)),
        a.optionalTensor("ref_embeddings").orElseGet(() -> yPred(a)),
        a.flag("remove_diagonal"),
        a.number("gamma"),
        a.number("margin"));
  }

  private static Tensor yTrue(Arguments a) {
    return a.tensor("y_true");
  }

  private static Tensor yPred(Arguments a) {
    return a.tensor("y_pred");
  }

  private static boolean logits(Arguments a) {
    return a.flag("from_logits");
  }

  private static double smoothing(Arguments a) {
    return a.number("label_smoothing");
  }

  private static Optional<List<Integer>> axes(Arguments a) {
    return a.optionalIntegers("axis").map(axis -> java.util.Arrays.stream(axis).boxed().toList());
  }
}
