package org.plankton.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that begin at the same moment. */
public final class Together {
    private Together() {}

    public interface Work<T> {
        /** @param number of the thread, from 0 */
        T of(int number) throws Exception;
    }

    /** What each has found, in the order of their numbers, after all have ended. */
    public static <T> List<T> run(int threads, Work<T> work) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                all.add(() -> {
                    start.await();
                    return work.of(number);
                });
            }
            List<T> found = new ArrayList<>();
            for (Future<T> one : executor.invokeAll(all)) {
                found.add(one.get());
            }
            return found;
        } finally {
            executor.shutdownNow();
        }
    }
}
