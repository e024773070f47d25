package org.plankton.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.Registry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.ImportMode;

/**
 * Hands images to the registry, many at a time, and counts what has become of them. While some are written others are
 * read, and two threads write, so that neither the database nor this machine waits for the other.
 */
final class ImportRun implements ImageSource.Reader, AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final int WRITERS = 2;

    private final Registry registry;
    private final Caller caller;
    private final ImportMode mode;
    private final ImportReport report;
    private final Progress progress;
    private final Interruption interruption;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final Optional<Trial> trial;
    private final Map<ImportOutcome.Kind, Long> counts = new EnumMap<>(ImportOutcome.Kind.class);
    private final Queue<Batch> underWay = new ArrayDeque<>();
    private List<Item> items = new ArrayList<>();

    private long remarked;

    /** What writing, or telling of it, has failed by first; null: nothing. */
    private RuntimeException failure;

    ImportRun(
            Registry registry,
            Caller caller,
            ImportMode mode,
            ImportReport report,
            Progress progress,
            Interruption interruption) {
        this.registry = registry;
        this.caller = caller;
        this.mode = mode;
        this.trial = mode.isTrial() ? Optional.of(new Trial(mode)) : Optional.empty();
        this.report = report;
        this.progress = progress;
        this.interruption = interruption;
        for (ImportOutcome.Kind kind : ImportOutcome.Kind.values()) {
            counts.put(kind, 0L);
        }
    }

    /** An image, and in what it is not as it is there. */
    private record Item(WholeImage image, List<String> remarks) {}

    /**
     * Images that are being written.
     *
     * @param outcomes what has become of the first of them: of all, if it has ended well
     */
    private record Batch(List<Item> items, List<ImportOutcome> outcomes, Future<?> end) {}

    /** Ends the reading of a source. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Whatever it ends by, what has been handed over is counted.
     *
     * @return whether it was not interrupted
     */
    boolean run(ImageSource source) throws IOException {
        try {
            source.each(this);
            hand();
            return true;
        } catch (Interrupted e) {
            return false;
        } finally {
            settle(0);
        }
    }

    Map<ImportOutcome.Kind, Long> counts() {
        return counts;
    }

    /** How many were taken over, or would be, otherwise than they are there. */
    long remarks() {
        return remarked;
    }

    @Override
    public void read(WholeImage image, List<String> remarks) {
        requireWanted();
        items.add(new Item(image, remarks));
        if (items.size() == AT_ONCE) {
            hand();
            settle(WRITERS);
        }
    }

    @Override
    public void refuse(String id, String name, String reason) {
        requireWanted();
        count(name, new ImportOutcome(id, ImportOutcome.Kind.REFUSED, reason), List.of());
    }

    private void requireWanted() {
        if (interruption.isWanted()) {
            throw new Interrupted();
        }
    }

    private void hand() {
        requireWanted();
        if (!items.isEmpty()) {
            List<Item> batch = items;
            items = new ArrayList<>();
            List<WholeImage> images = batch.stream().map(Item::image).toList();
            List<ImportOutcome> outcomes = new ArrayList<>();
            underWay.add(new Batch(
                    batch, outcomes, writers.submit(() -> registry.importAll(caller, images, mode, outcomes::add))));
        }
    }

    /**
     * Waits until no more than so many are being written, and counts those that are.
     *
     * @throws RuntimeException that which the first of all has failed by
     */
    private void settle(int left) {
        while (underWay.size() > left) {
            Batch batch = underWay.remove();
            await(batch);
            for (int i = 0; i < batch.outcomes.size(); i++) {
                Item item = batch.items.get(i);
                ImportOutcome alone = batch.outcomes.get(i);
                count(
                        item.image.image().metadata().name(),
                        trial.map(all -> all.outcome(item.image, alone)).orElse(alone),
                        item.remarks);
            }
            tell(report::flush);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void await(Batch batch) {
        try {
            batch.end.get();
        } catch (ExecutionException e) {
            fail(e.getCause() instanceof Fault fault ? fault : new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    private void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
    }

    private void count(String name, ImportOutcome outcome, List<String> remarks) {
        counts.merge(outcome.kind(), 1L, Long::sum);
        remarked += remarks.isEmpty() ? 0 : 1;
        progress.done(1);
        if (!outcome.reason().isEmpty() || !remarks.isEmpty()) {
            tell(() -> report.tell(outcome.id(), name, outcome.kind(), outcome.reason(), remarks));
        }
    }

    private interface Telling {
        void tell() throws IOException;
    }

    /** Where that fails the images that are written are still to be counted. */
    private void tell(Telling telling) {
        try {
            telling.tell();
        } catch (IOException e) {
            fail(new UncheckedIOException(e.getMessage(), e));
        }
    }

    /** What is being written is waited for. */
    @Override
    public void close() {
        writers.shutdown();
        try {
            writers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
