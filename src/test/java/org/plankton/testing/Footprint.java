package org.plankton.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.development.ServiceProcess;

/**
 * What the process that a service runs in has of what the system gives it, as Linux tells.
 *
 * @param heap bytes in use just after a collection
 */
public record Footprint(long threads, long descriptors, long heap) {
    /** Threads of the container's pool come and go, and connections of the service's to others. */
    private static final int MORE_THREADS = 20;

    private static final int MORE_DESCRIPTORS = 20;
    private static final long MORE_HEAP = 16L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    public static Footprint of(ServiceProcess service) {
        return of(service.process(), service.usedHeap());
    }

    /** Of this JVM, where the service runs in it. */
    public static Footprint ofThis() {
        System.gc();
        return of(
                ProcessHandle.current(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static Footprint of(ProcessHandle process, long heap) {
        Path folder = Path.of("/proc", String.valueOf(process.pid()));
        return new Footprint(count(folder.resolve("task")), count(folder.resolve("fd")), heap);
    }

    private static long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the service has no more than it had, but for what comes and goes. */
    public static void awaitNoMoreThan(Footprint before, Supplier<Footprint> current) throws InterruptedException {
        Footprint now = current.get();
        for (Instant end = Instant.now().plus(PATIENCE); now.isMoreThan(before); now = current.get()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(now + " after " + before);
            }
            Thread.sleep(500);
        }
        System.out.println(before + ", in the end " + now);
    }

    private boolean isMoreThan(Footprint before) {
        return threads > before.threads + MORE_THREADS
                || descriptors > before.descriptors + MORE_DESCRIPTORS
                || heap > before.heap + MORE_HEAP;
    }
}
