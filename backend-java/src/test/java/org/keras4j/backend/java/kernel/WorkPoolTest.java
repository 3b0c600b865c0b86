package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkPoolTest {
  @Test
  void runsEveryPartOnce() {
    WorkPool pool = new WorkPool(4);
    for (int parts : new int[] {0, 1, 2, 3, 4, 5, 100}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(parts);
      pool.run(parts, runs::incrementAndGet);
      for (int part = 0; part < parts; part++) {
        assertThat(runs.get(part)).as("part %d of %d", part, parts).isOne();
      }
    }
  }

  @Test
  void servesEightCallersAtOnce() throws InterruptedException {
    WorkPool pool = new WorkPool(3);
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < 500; round++) {
                      int[] seen = new int[17];
                      pool.run(17, part -> seen[part]++);
                      for (int count : seen) {
                        wrong.addAndGet(count == 1 ? 0 : 1);
                      }
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(wrong).hasValue(0);
  }

  @Test
  void restsWhileNoJobIsUnderWay() {
    WorkPool pool = new WorkPool(2);
    assertThat(pool.restsFor(1)).isTrue();
    pool.run(2, part -> assertThat(pool.restsFor(1)).isFalse());
    assertThat(pool.restsFor(1)).isTrue();
  }

  @Test
  void throwsThePartsExceptionToTheCaller() {
    WorkPool pool = new WorkPool(3);
    for (int round = 0; round < 100; round++) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      10,
                      part -> {
                        if (part == 7) {
                          throw new IllegalStateException("part seven");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part seven");
      AtomicInteger after = new AtomicInteger();
      pool.run(10, part -> after.addAndGet(part));
      assertThat(after).hasValue(45);
    }
  }

  @Test
  void runsAJobWithinAPartInThatThread() {
    WorkPool pool = new WorkPool(3);
    AtomicInteger total = new AtomicInteger();
    AtomicInteger elsewhere = new AtomicInteger();
    pool.run(
        8,
        part -> {
          Thread outer = Thread.currentThread();
          pool.run(
              5,
              inner -> {
                total.addAndGet(inner);
                elsewhere.addAndGet(Thread.currentThread() == outer ? 0 : 1);
              });
        });
    assertThat(total).hasValue(80);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void cutsARangeWithoutGapsOrOverlaps() {
    WorkPool pool = new WorkPool(3);
    for (int count : new int[] {0, 1, 2, 11, 12, 13, 1000}) {
      for (int grain : new int[] {1, 7, 5000}) {
        AtomicIntegerArray seen = new AtomicIntegerArray(count);
        pool.forRange(
            count,
            grain,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                seen.incrementAndGet(i);
              }
            });
        for (int i = 0; i < count; i++) {
          assertThat(seen.get(i)).isOne();
        }
      }
    }
  }

  @Test
  void takesAnotherNumberOfThreads() {
    WorkPool pool = new WorkPool(1);
    AtomicInteger runs = new AtomicInteger();
    for (int threads : new int[] {4, 2, 1, 3}) {
      pool.setThreads(threads);
      pool.run(20, _ -> runs.incrementAndGet());
      assertThat(pool.threads()).isEqualTo(threads);
    }
    assertThat(runs).hasValue(80);
    assertThatThrownBy(() -> pool.setThreads(0)).hasMessageContaining("threads=0");
  }
}
