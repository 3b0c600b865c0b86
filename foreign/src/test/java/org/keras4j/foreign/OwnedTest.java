package org.keras4j.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnedTest {
  @Test
  void what_was_closed_is_deleted_once_and_not_used_any_more() {
    var deleted = new AtomicInteger();
    var owned =
        new Owned(
            "The thing", MemorySegment.ofAddress(8), p -> deleted.addAndGet((int) p.address()));
    assertThat(owned.<Long>use(MemorySegment::address)).isEqualTo(8);
    owned.close();
    owned.close();
    assertThat(deleted).hasValue(8);
    assertThatThrownBy(owned::pointer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The thing was closed and cannot be used any more.");
  }

  @Test
  void what_nobody_holds_is_deleted_and_its_bytes_are_counted_as_given_back() throws Exception {
    long before = NativeMemory.held();
    var deleted = new CountDownLatch(1);
    make(deleted);
    for (int i = 0; i < 100 && deleted.getCount() > 0; i++) {
      System.gc();
      deleted.await(20, TimeUnit.MILLISECONDS);
    }
    assertThat(deleted.getCount()).isZero();
    for (int i = 0; i < 100 && NativeMemory.held() > before; i++) {
      Thread.sleep(10);
    }
    assertThat(NativeMemory.held()).isLessThanOrEqualTo(before);
  }

  private static void make(CountDownLatch deleted) {
    new Owned("The thing", MemorySegment.ofAddress(8), _ -> deleted.countDown()).count(1000);
  }
}
