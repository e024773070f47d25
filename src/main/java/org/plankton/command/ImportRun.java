package org.plankton.command;

import java.io.IOException;
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

    /** Images that are being written. */
    private record Batch(List<Item> items, Future<List<ImportOutcome>> outcomes) {}

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
    public void read(WholeImage image, List<String> remarks) throws IOException {
        requireWanted();
        items.add(new Item(image, remarks));
        if (items.size() == AT_ONCE) {
            hand();
            settle(WRITERS);
        }
    }

    @Override
    public void refuse(String id, String name, String reason) throws IOException {
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
            underWay.add(new Batch(batch, writers.submit(() -> registry.importAll(caller, images, mode))));
        }
    }

    /** Waits until no more than so many are being written. */
    private void settle(int left) throws IOException {
        while (underWay.size() > left) {
            Batch batch = underWay.remove();
            List<ImportOutcome> outcomes = outcomes(batch);
            for (int i = 0; i < outcomes.size(); i++) {
                Item item = batch.items.get(i);
                ImportOutcome alone = outcomes.get(i);
                count(
                        item.image.image().metadata().name(),
                        trial.map(all -> all.outcome(item.image, alone)).orElse(alone),
                        item.remarks);
            }
            report.flush();
        }
    }

    private static List<ImportOutcome> outcomes(Batch batch) {
        try {
            return batch.outcomes.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    private void count(String name, ImportOutcome outcome, List<String> remarks) throws IOException {
        counts.merge(outcome.kind(), 1L, Long::sum);
        remarked += remarks.isEmpty() ? 0 : 1;
        progress.done(1);
        if (!outcome.reason().isEmpty() || !remarks.isEmpty()) {
            report.tell(outcome.id(), name, outcome.kind(), outcome.reason(), remarks);
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
