package org.keras4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.models.Model;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Shape;

class DigitsConvnetTest {
  @Test
  void every_fifth_digit_is_held_out() {
    var digits = Digits.load();
    assertThat(digits.xTrain().shape()).isEqualTo(Shape.of(1437, 8, 8, 1));
    assertThat(digits.yTest().shape()).isEqualTo(Shape.of(360));
  }

  @Test
  void two_epochs_read_most_digits_and_the_file_says_the_same(@TempDir Path folder) {
    RandomState.setRandomSeed(42);
    var digits = Digits.load();
    var model = DigitsConvnet.model();
    DigitsConvnet.train(model, digits, f -> f.epochs(2).verbose(0));
    var logs = model.evaluate(digits.xTest(), digits.yTest(), f -> f.verbose(0));
    assertThat(logs.get("accuracy")).isGreaterThan(0.8);
    var file = folder.resolve("digits.keras");
    model.save(file);
    float[] before = model.predict(digits.xTest(), f -> f.verbose(0)).toFloats();
    float[] after = Model.load(file).predict(digits.xTest(), f -> f.verbose(0)).toFloats();
    assertThat(after).containsExactly(before);
  }
}
