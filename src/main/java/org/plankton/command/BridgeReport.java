package org.plankton.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.image.Words;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;

/** Counts what is found of images in the other registry, and writes a line of each that is not as here, or was not. */
final class BridgeReport implements MirrorWalk.Reader, AutoCloseable {
    static final String DESCRIPTION = "Where to write, a JSON object a line, which images are different, or were"
            + " written, and by which fields; absent; locked; or, as others have put them there, others'; and what of"
            + " each cannot be there.";

    private final ReportLines lines;
    private final Progress progress;
    private final Interruption interruption;
    private final boolean isTrial;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final SortedMap<String, Long> fields = new TreeMap<>();
    private long others;
    private long remarked;

    /** @param isTrial whether what is different is left so */
    BridgeReport(ReportLines lines, Progress progress, Interruption interruption, boolean isTrial) {
        this.lines = lines;
        this.progress = progress;
        this.interruption = interruption;
        this.isTrial = isTrial;
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0L);
        }
    }

    /** Ends a walk. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void read(Place place, Outcome outcome) {
        counts.merge(outcome.kind(), 1L, Long::sum);
        outcome.fields().forEach(field -> fields.merge(field, 1L, Long::sum));
        remarked += outcome.remarks().isEmpty() ? 0 : 1;
        if (outcome.kind() != Kind.ALIKE || !outcome.remarks().isEmpty()) {
            tell(place, word(outcome.kind()), List.copyOf(outcome.fields()), outcome.remarks());
        }
        progress.done(1);
        requireUninterrupted();
    }

    @Override
    public void readOthers(Place place) {
        others++;
        tell(place, "others", List.of(), List.of());
        requireUninterrupted();
    }

    private void requireUninterrupted() {
        if (interruption.isWanted()) {
            throw new Interrupted();
        }
    }

    private String word(Kind kind) {
        return kind == Kind.DIFFERENT && !isTrial ? "written" : Words.of(kind);
    }

    private void tell(Place place, String found, List<String> itsFields, List<String> remarks) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", place.id());
        line.put("location", place.location().text());
        line.put("found", found);
        line.put("fields", itsFields);
        line.put("remarks", remarks);
        try {
            lines.write(line);
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By their names; of those that are different, or were, how many are so in each field. */
    Map<String, Object> counts() {
        Map<String, Object> all = new LinkedHashMap<>();
        counts.forEach((kind, count) -> all.put(word(kind), count));
        all.put("others", others);
        all.put("remarks", remarked);
        all.put("fields", fields);
        return all;
    }

    boolean has(Kind kind) {
        return counts.get(kind) > 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
