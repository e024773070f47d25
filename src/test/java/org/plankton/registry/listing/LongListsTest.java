package org.plankton.registry.listing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.Fault;

/** Pieces that are asked for while the service stops. */
@Timeout(60)
class LongListsTest {
    @Test
    void aPieceThatIsBegunAfterTheStopIsRefused() {
        LongLists lists = new LongLists(1);
        lists.close();

        for (int i = 0; i < 2; i++) { // the turn has been given back
            assertThatThrownBy(() -> lists.second("alice", () -> "a piece").get())
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("stopping");
            assertThatThrownBy(() -> lists.later("alice", () -> "a piece").get())
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("stopping");
        }
    }

    @Test
    void nobodyWaitsForAPieceThatIsNotReadAnyLonger() {
        ExecutorService busy = Executors.newFixedThreadPool(1);
        busy.execute(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the stop
            }
        });
        LongLists lists = new LongLists(1, busy);
        Supplier<String> piece = lists.second("alice", () -> "a piece");

        lists.close();

        assertThatThrownBy(piece::get).isInstanceOf(Fault.class).hasMessageContaining("stopping");
    }
}
