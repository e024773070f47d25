package org.plankton.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is measured, and for how long: system properties {@code bench.…}, whose defaults are in pom.xml.
 *
 * @param rows letters, names of rows, and words that many rows begin with
 * @param images the sizes of the catalogues, the smallest first; at least one
 * @param connections of the client
 * @param rounds how often each two things are measured in turn
 * @param warmUp of what is measured, before it is
 * @param time of one measurement
 * @param scatter how far the pairs of a ratio may lie apart, as a part of their median, if it is to be told
 * @param bufferPool of the database, as MariaDB writes sizes
 * @param glance where a Glance is that has the same images; empty: nowhere
 * @param report the folder for what is written
 */
record Parameters(
        Set<String> rows,
        List<Integer> images,
        int connections,
        int rounds,
        Duration warmUp,
        Duration time,
        double scatter,
        String bufferPool,
        Optional<Glance> glance,
        Path report) {

    /**
     * A Glance of somebody else's.
     *
     * @param url without a path
     * @param token for its {@code X-Auth-Token}; empty: it believes what a request says of its sender
     * @param processes its own and its database's, whose processor time is told; empty: it is not
     * @param database to be filled with the images, for JDBC, with user and password; empty: they are there
     */
    record Glance(String url, Optional<String> token, List<Long> processes, Optional<String> database) {}

    static Parameters ofSystem() {
        return new Parameters(
                new LinkedHashSet<>(listed(text("rows"), Function.identity())),
                listed(text("images"), Integer::valueOf).stream().sorted().toList(),
                Integer.parseInt(text("connections")),
                Integer.parseInt(text("rounds")),
                Duration.ofSeconds(Long.parseLong(text("warm-up"))),
                Duration.ofSeconds(Long.parseLong(text("seconds"))),
                Double.parseDouble(text("scatter")) / 100,
                text("buffer-pool"),
                given("glance")
                        .map(url -> new Glance(
                                url,
                                given("glance.token"),
                                listed(given("glance.processes").orElse(""), Long::valueOf),
                                given("glance.database"))),
                Path.of(text("report")));
    }

    private static String text(String name) {
        return given(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("bench." + name + " is not set; run mvn -Pbench verify"));
    }

    private static Optional<String> given(String name) {
        return Optional.ofNullable(System.getProperty("bench." + name)).filter(value -> !value.isEmpty());
    }

    private static <T> List<T> listed(String words, Function<String, T> meaning) {
        return Arrays.stream(words.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(meaning)
                .toList();
    }

    /** @param row its name, as {@code a} or {@code glance.head}, which {@code glance} asks for as well */
    boolean isAsked(String row) {
        return Stream.of(row, row.split("\\.")[0]).anyMatch(rows::contains);
    }

    int fewest() {
        return images.get(0);
    }

    int most() {
        return images.get(images.size() - 1);
    }

    /** Without what is somebody's own: where the report is, and who may ask Glance. */
    @Override
    public String toString() {
        return "bench.rows=" + String.join(",", rows) + " bench.images="
                + String.join(",", images.stream().map(String::valueOf).toList()) + " bench.connections=" + connections
                + " bench.rounds=" + rounds + " bench.warm-up=" + warmUp.toSeconds() + " bench.seconds="
                + time.toSeconds() + " bench.scatter="
                + Math.round(scatter * 100) + " bench.buffer-pool=" + bufferPool;
    }
}
