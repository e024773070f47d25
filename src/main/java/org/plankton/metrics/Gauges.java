package org.plankton.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** What others count already, and is only looked at when somebody reads it. */
record Gauges(MeterRegistry meters) {
    void gauge(String name, String description, Tags tags, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).tags(tags).register(meters);
    }

    /** @param value never becomes less */
    void counter(String name, String description, Tags tags, Supplier<Number> value) {
        // It would let go of who counts, but not of the function.
        FunctionCounter.builder(name, meters, unused -> value.get().doubleValue())
                .description(description)
                .tags(tags)
                .register(meters);
    }
}
