package org.keras4j.tck.answers;

import org.keras4j.tck.parity.Conformance;
import org.keras4j.tck.parity.MomentsRunner;
import org.keras4j.tck.parity.OpRunner;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.PromotionRunner;
import org.keras4j.tck.parity.RefusalRunner;
import org.keras4j.tck.parity.StreamRunners;

/// keras4j's answers to the recorded cases.
///
/// {@snippet :
/// Report report = Answers.conformance().run(CaseStore.builtIn());
/// System.out.println(report.lastLine());
/// }
public final class Answers {
  private Answers() {}

  /// Every function that has an answer.
  ///
  /// @return the table
  public static OpTable table() {
    return new OpTable()
        .with(new ElementwiseAnswers())
        .with(new ReductionAnswers())
        .with(new ShapeAnswers())
        .with(new NnAnswers())
        .with(new LinalgAnswers())
        .with(new ControlAnswers())
        .with(new TransformAnswers())
        .with(new BlockAnswers())
        .with(new ImageAnswers())
        .with(new LossAnswers())
        .with(new MetricAnswers())
        .with(new ActivationAnswers())
        .with(new RandomAnswers())
        .with(new ClassAnswers());
  }

  /// Every kind of case that has a runner.
  ///
  /// @return ready to run on the current engine
  public static Conformance conformance() {
    OpTable table = table();
    return new Conformance()
        .differing(Differing.REASONS)
        .runner("op", new OpRunner(table))
        .runner("promotion", new PromotionRunner(table))
        .runner("moments", c -> c.name().startsWith("keras."), new MomentsRunner(table))
        .runner("error", c -> c.name().startsWith("keras."), new RefusalRunner(table))
        .runner("layer", new LayerRunner())
        .runner("loss", new LossRunner())
        .runner("metric", new MetricRunner())
        .runner("initializer", ObjectRunners::initializer)
        .runner("regularizer", ObjectRunners::regularizer)
        .runner("constraint", ObjectRunners::constraint)
        .runner("optimizer", TrainingRunners::optimizer)
        .runner("schedule", TrainingRunners::schedule)
        .runner("seeded_run", new SeededRunRunner())
        .runner("error", c -> c.has("class_name"), new LayerRefusalRunner())
        .runner("error", c -> c.has("must"), new HostileRunner())
        .runner("model", new ModelRunner())
        .runner("fit", new FitRunner())
        .runner("host_random", StreamRunners::hostRandom)
        .runner("seed_generator", StreamRunners::seedGenerator);
  }
}
