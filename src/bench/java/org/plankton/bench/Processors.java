package org.plankton.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What some processes take of the processors.
 *
 * @param processes those that they have started count, too
 */
record Processors(List<ProcessHandle> processes) {
    /** Since each began, as the system counts it. */
    Duration used() {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
