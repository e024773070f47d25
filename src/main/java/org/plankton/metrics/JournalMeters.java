package org.plankton.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.ports.Journal;

/** Counts the entries of the journal. */
final class JournalMeters implements Journal {
    private final Map<EditKind, Counter> entries = new EnumMap<>(EditKind.class);

    JournalMeters(MeterRegistry meters) {
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
        entries.get(entry.kind()).increment();
    }
}
