package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MovementTest {
  @Test
  void copiesStridedViews() {
    Random random = new Random(8);
    for (int round = 0; round < 300; round++) {
      int rank = random.nextInt(5);
      int[] sizes = new int[rank];
      int[] strides = new int[rank];
      int count = 1;
      for (int axis = 0; axis < rank; axis++) {
        sizes[axis] = random.nextInt(rank < 3 ? 80 : 8) + (random.nextInt(20) == 0 ? 0 : 1);
        strides[axis] = random.nextInt(7) - 3;
        count *= sizes[axis];
      }
      int start = 2000;
      float[] x = Numbers.random(round, 4000);
      float[] y = new float[count + 2];
      Movement.copy(x, start, sizes, strides, y, 2);
      for (int i = 0; i < count; i++) {
        int rest = i;
        int at = start;
        for (int axis = rank - 1; axis >= 0; axis--) {
          at += rest % sizes[axis] * strides[axis];
          rest /= sizes[axis];
        }
        assertThat(y[i + 2]).isEqualTo(x[at]);
      }
    }
  }

  @Test
  void transposes() {
    float[] x = Numbers.random(1, 3 * 70 * 65);
    float[] y = new float[x.length];
    Movement.transpose(x, 0, new int[] {3, 70, 65}, new int[] {2, 0, 1}, y, 0);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 70; j++) {
        for (int k = 0; k < 65; k++) {
          assertThat(y[(k * 3 + i) * 70 + j]).isEqualTo(x[(i * 70 + j) * 65 + k]);
        }
      }
    }
    float[] large = Numbers.random(2, 500 * 400);
    float[] turned = new float[large.length];
    Movement.transpose(large, 0, new int[] {500, 400}, new int[] {1, 0}, turned, 0);
    for (int i = 0; i < large.length; i++) {
      assertThat(turned[i % 400 * 500 + i / 400]).isEqualTo(large[i]);
    }
  }

  @Test
  void looksUpRowsAndAddsThemBack() {
    float[] table = Numbers.random(1, 5 * 3);
    int[] indices = {4, 0, 4, 2};
    float[] y = new float[12];
    Movement.gatherRows(table, 0, indices, 0, 4, 3, y, 0);
    assertThat(y[0]).isEqualTo(table[12]);
    assertThat(y[8]).isEqualTo(table[14]);
    float[] sums = new float[15];
    Movement.scatterAddRows(y, 0, indices, 0, 4, 3, sums, 0);
    for (int j = 0; j < 3; j++) {
      assertThat(sums[12 + j]).isEqualTo(2 * table[12 + j]);
      assertThat(sums[j]).isEqualTo(table[j]);
      assertThat(sums[3 + j]).isZero();
    }
  }
}
