package org.keras4j.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.ir.Var;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

class BlocksTest {
  private static View rowsOf(int width, int size) {
    return View.of(
        new Var(TensorType.of(DType.FLOAT32, width)),
        Shape.of(size / width, width),
        new int[] {0, 1});
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "1, 1, 1",
    "5000, 1, 1",
    "6000, 10, 1",
    "6400, 32, 64",
    "4608, 768, 1",
    "9216, 3072, 1",
    "9216, 3072, 1536",
    "4611, 1537, 1",
    "12800, 1600, 32",
    "7000, 1000, 7",
    "30000, 3000, 500",
    "6240, 13, 48"
  })
  void blocks_cover_every_element_once_and_suit_the_views(int size, int first, int second) {
    List<View> views =
        size == 0 ? List.of() : Stream.of(first, second).map(w -> rowsOf(w, size)).toList();
    var blocks = Blocks.of(size, views);
    int next = 0;
    for (int b = 0; b < blocks.count(); b++) {
      assertThat(blocks.start(b)).isEqualTo(next);
      assertThat(blocks.length(b)).isBetween(1, 1024);
      for (View view : views) {
        if (blocks.eachShows(view)) {
          assertThat(next % view.period()).isZero();
        } else if (blocks.areStretchesOf(view)) {
          assertThat(next % view.period() + blocks.length(b)).isLessThanOrEqualTo(view.period());
        }
      }
      next += blocks.length(b);
    }
    assertThat(next).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"6400, 32", "5120, 10", "4608, 768", "9216, 3072", "12800, 1600", "4611, 1537"})
  void rows_are_not_copied_block_by_block(int size, int width) {
    View view = rowsOf(width, size);
    var blocks = Blocks.of(size, List.of(view));
    assertThat(blocks.eachShows(view) || blocks.areStretchesOf(view)).isTrue();
  }
}
