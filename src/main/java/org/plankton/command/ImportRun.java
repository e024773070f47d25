package org.plankton.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.Registry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.ImportMode;

/** Hands images to the registry, many at a time, and counts what has become of them. */
final class ImportRun implements ImageSource.Reader {
    private static final int AT_ONCE = 100;

    private final Registry registry;
    private final Caller caller;
    private final ImportMode mode;
    private final ImportReport report;
    private final Progress progress;
    private final Map<ImportOutcome.Kind, Long> counts = new EnumMap<>(ImportOutcome.Kind.class);
    private final List<WholeImage> images = new ArrayList<>();
    private final List<List<String>> remarks = new ArrayList<>();

    /** Of a trial, which leaves nothing behind by which the registry would know: what the images before have taken. */
    private final Set<String> taken = new HashSet<>();

    private long remarked;
    private Interruption interruption;

    ImportRun(Registry registry, Caller caller, ImportMode mode, ImportReport report, Progress progress) {
        this.registry = registry;
        this.caller = caller;
        this.mode = mode;
        this.report = report;
        this.progress = progress;
        for (ImportOutcome.Kind kind : ImportOutcome.Kind.values()) {
            counts.put(kind, 0L);
        }
    }

    /** Ends the reading of a source. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @return whether it was not interrupted */
    boolean run(ImageSource source, Interruption wanted) throws IOException {
        interruption = wanted;
        try {
            source.each(this);
            hand();
            return true;
        } catch (Interrupted e) {
            return false;
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
    public void read(WholeImage image, List<String> itsRemarks) throws IOException {
        if (mode.isTrial() && !takes(image)) {
            refuse(image.image().id(), image.image().metadata().name(), "another image has its id, or its location");
            return;
        }
        images.add(image);
        remarks.add(itsRemarks);
        if (images.size() == AT_ONCE) {
            hand();
        }
    }

    private boolean takes(WholeImage image) {
        return taken.add(image.image().id())
                && (!image.image().hasBytes()
                        || taken.add(image.image().location().uuid().toString()));
    }

    @Override
    public void refuse(String id, String name, String reason) throws IOException {
        count(id, name, new ImportOutcome(id, ImportOutcome.Kind.REFUSED, reason), List.of());
    }

    private void hand() throws IOException {
        List<ImportOutcome> outcomes = images.isEmpty() ? List.of() : registry.importAll(caller, images, mode);
        for (int i = 0; i < outcomes.size(); i++) {
            count(images.get(i).image().id(), images.get(i).image().metadata().name(), outcomes.get(i), remarks.get(i));
        }
        images.clear();
        remarks.clear();
        if (interruption.isWanted()) {
            throw new Interrupted();
        }
    }

    private void count(String id, String name, ImportOutcome outcome, List<String> itsRemarks) throws IOException {
        counts.merge(outcome.kind(), 1L, Long::sum);
        remarked += itsRemarks.isEmpty() ? 0 : 1;
        progress.done(1);
        boolean isPlain = outcome.reason().isEmpty() && itsRemarks.isEmpty();
        if (!isPlain) {
            report.tell(id, name, outcome.kind(), outcome.reason(), itsRemarks);
        }
    }
}
