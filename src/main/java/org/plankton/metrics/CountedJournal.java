package org.plankton.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.ports.Journal;

/** A journal, the entries of which are counted once it has them. */
final class CountedJournal implements Journal {
    private final Journal journal;
    private final Map<EditKind, Counter> entries = new EnumMap<>(EditKind.class);

    CountedJournal(Journal journal, MeterRegistry meters) {
        this.journal = journal;
        for (EditKind kind : EditKind.values()) {
            entries.put(
                    kind,
                    Counter.builder("plankton.changes")
                            .description("changes of images that were committed")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    @Override
    public void write(Entry entry) {
        journal.write(entry);
        entries.get(entry.kind()).increment();
    }
}
