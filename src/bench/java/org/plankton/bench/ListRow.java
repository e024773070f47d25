package org.plankton.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.plankton.bench.Deployment.Measured;

/** Rows b and c: a page of what a caller sees, in catalogues of every size. */
final class ListRow {
    private static final String SEARCH = "/catalogue/v1/images?limit=50&";

    private static final List<String> SORT_KEYS =
            List.of("id", "name", "status", "size", "disk_format", "container_format", "created_at", "updated_at");

    private static final List<String> FILTERS = List.of(
            "name=Windows%20Server",
            "disk_format=ntfsdump",
            "container_format=ovf",
            "status=error",
            "size_min=7000000000",
            "size_max=100000",
            "owner=" + Catalogue.RESERVED,
            "property-os=debian");

    /** Of what the caller cannot see, so many have it that an index of properties alone is no help. */
    private static final String COMMON = "property-kernel=2.6.32";

    /** Some twenty images have the one, all have the other. */
    private static final List<String> SEARCHES = List.of(
            SEARCH + "q=" + Catalogue.RARE_WORD, SEARCH + "q=fedora", SEARCH + "q=fedora%20" + Catalogue.RARE_WORD);

    /** Which is counted up to a bound. */
    private static final String COUNTED = SEARCH + "sort=name:asc";

    private static final String MARK = "≤ 1.5 times its CPU";

    private final Parameters parameters;
    private final SortedMap<Integer, Deployment> deployments;

    /** Milliseconds a page by size of the catalogue, by letter of the row: the median of all its requests. */
    final Map<String, SortedMap<Integer, Double>> times = new TreeMap<>();

    /** @param deployments by size */
    ListRow(Parameters parameters, SortedMap<Integer, Deployment> deployments) {
        this.parameters = parameters;
        this.deployments = deployments;
    }

    Row sorted() {
        List<String> queries = new ArrayList<>();
        for (String key : SORT_KEYS) {
            queries.add("sort_key=" + key + "&sort_dir=asc");
            queries.add("sort_key=" + key + "&sort_dir=desc");
        }
        Row row = new Row(
                "b",
                "`GET /images?limit=50`, each sort key both ways, " + Row.count(parameters.most()) + " images",
                "the same at " + Row.count(parameters.fewest()) + " images",
                MARK,
                1.5);
        return measure(row, queries, List.of());
    }

    Row filtered() {
        Row row = new Row(
                "c",
                "the same with each filter and with `property-os=debian`",
                "the same at " + Row.count(parameters.fewest()) + " images with as many matches",
                MARK,
                1.5);
        FILTERS.forEach(this::requireSameMatches);
        return measure(row, FILTERS, List.of(COMMON));
    }

    /** A page of the catalogue's, with the count of all. */
    Row searched() {
        Row row = new Row(
                "j",
                "`GET /catalogue/v1/images?limit=50&q=…`, of a rare word, a common one, and both",
                "the same at " + Row.count(parameters.fewest()) + " images",
                MARK,
                1.5);
        return measure(row, SEARCHES, List.of(COUNTED));
    }

    /** What has been measured of a row's requests. */
    private static final class Tally {
        final Map<String, Comparison> ratios = new LinkedHashMap<>();
        final List<String> failed = new ArrayList<>();

        /** By size, as the next. */
        final Map<Integer, List<Double>> millis = new TreeMap<>();

        final Map<Integer, List<Double>> cpu = new TreeMap<>();
        long heap;
    }

    /** @param others which are measured, and told below the table, but are not what is to be reached */
    private Row measure(Row row, List<String> queries, List<String> others) {
        List<String> all = new ArrayList<>(queries);
        all.addAll(others);
        deployments.values().forEach(deployment -> warmUp(deployment, all));
        Tally tally = new Tally();
        for (String query : queries) {
            row.notes.add(measure(query, tally));
        }
        for (String query : others) {
            row.notes.add(measure(query, new Tally())
                    + "; beside what is asked: many images that the caller cannot see have it");
        }
        judge(row, tally);
        row.heap(tally.heap);
        if (tally.millis.containsKey(parameters.most()) && tally.millis.containsKey(parameters.fewest())) {
            List<Double> large = tally.millis.get(parameters.most());
            double rate = perSecond(large);
            row.throughput = Row.both(rate, perSecond(tally.millis.get(parameters.fewest()))) + " /s";
            row.cpu = both(tally.cpu);
            row.latency = latency(deployments.get(parameters.most()), queries, rate / 2);
        }
        SortedMap<Integer, Double> medians = new TreeMap<>();
        tally.millis.forEach((size, list) -> medians.put(size, Ratio.median(list)));
        times.put(row.name, medians);
        return row;
    }

    /** Returns what is to be told of it. */
    private String measure(String query, Tally tally) {
        Map<Integer, List<Double>> times = new TreeMap<>();
        Map<Integer, List<Double>> cpu = new TreeMap<>();
        try {
            for (int round = 0; round < parameters.rounds(); round++) {
                for (Map.Entry<Integer, Deployment> each : deployments.entrySet()) {
                    Measured measured = each.getValue()
                            .measure(() -> load(each.getValue(), number -> page(each.getValue(), query)));
                    double time =
                            parameters.connections() * 1e3 / measured.load().requestsPerSecond();
                    add(times, each.getKey(), time);
                    add(tally.millis, each.getKey(), time);
                    add(cpu, each.getKey(), measured.cpuMillis());
                    add(tally.cpu, each.getKey(), measured.cpuMillis());
                    tally.heap = Math.max(tally.heap, measured.peakHeap());
                }
            }
        } catch (IllegalStateException e) {
            tally.failed.add(query);
            return "`" + query + "`: " + e.getMessage();
        }
        Comparison comparison = new Comparison(
                Ratio.of(cpu.get(parameters.most()), cpu.get(parameters.fewest())),
                Ratio.of(times.get(parameters.most()), times.get(parameters.fewest())));
        tally.ratios.put(query, comparison);
        return "`" + query + "`: " + comparison.text(parameters.scatter(), "time") + "; " + both(cpu) + " ms of CPU, "
                + both(times) + " ms";
    }

    /** Both means. */
    private String both(Map<Integer, List<Double>> figures) {
        return Row.both(Row.mean(figures.get(parameters.most())), Row.mean(figures.get(parameters.fewest())));
    }

    private static void add(Map<Integer, List<Double>> figures, int size, double figure) {
        figures.computeIfAbsent(size, none -> new ArrayList<>()).add(figure);
    }

    /** All of them must reach it: the worst counts. */
    private void judge(Row row, Tally tally) {
        Map<String, Double> judged = new LinkedHashMap<>();
        tally.ratios.forEach((query, comparison) ->
                comparison.judged(parameters.scatter()).ifPresent(ratio -> judged.put(query, ratio.median())));
        judged.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(worst -> {
            row.atMost(tally.ratios.get(worst.getKey()), parameters.scatter());
            row.measured += " at worst, `" + worst.getKey() + "`";
        });
        int untold = tally.ratios.size() - judged.size();
        if (untold > 0) {
            row.verdict = row.verdict.equals("no") ? "no" : "untold";
            row.measured += (row.measured.isEmpty() ? "" : "; ") + untold + " scatter";
        }
        if (!tally.failed.isEmpty()) {
            row.measured += (row.measured.isEmpty() ? "" : "; ") + tally.failed.size() + " failed";
            row.verdict(false);
        }
    }

    private double perSecond(List<Double> millis) {
        return parameters.connections() * 1e3 / Row.mean(millis);
    }

    private void warmUp(Deployment deployment, List<String> queries) {
        List<Request> pages =
                queries.stream().map(query -> page(deployment, query)).toList();
        Load.closed(
                deployment.address(),
                parameters.connections(),
                parameters.warmUp(),
                number -> pages.get((int) (number % pages.size())));
    }

    /** At so many requests a second: the half and the 99 hundredths, in milliseconds. */
    private String latency(Deployment deployment, List<String> queries, double rate) {
        List<Request> pages =
                queries.stream().map(query -> page(deployment, query)).toList();
        Load calm = Load.open(
                deployment.address(),
                parameters.connections(),
                rate,
                parameters.time(),
                number -> pages.get((int) (number % pages.size())));
        return Row.both(calm.millis(50), calm.millis(99));
    }

    /** For a fifth of the usual time, there being many of them. */
    private Load load(Deployment deployment, LongFunction<Request> requests) {
        Duration time = parameters.time().dividedBy(5);
        return Load.closed(deployment.address(), parameters.connections(), time, requests)
                .withoutFailures();
    }

    private static Request page(Deployment deployment, String query) {
        String path = query.startsWith("/") ? query : "/images?limit=50&" + query;
        return Request.of("GET", path, deployment.token(Catalogue.CALLER));
    }

    private void requireSameMatches(String query) {
        long counts = deployments.values().stream()
                .map(deployment -> matches(deployment, query))
                .distinct()
                .count();
        if (counts != 1) {
            throw new IllegalStateException(query + " does not find the same in every catalogue");
        }
    }

    private static int matches(Deployment deployment, String query) {
        HttpResponse<String> answer =
                deployment.client().send("GET", "/images?limit=50&" + query, deployment.token(Catalogue.CALLER));
        try {
            int matches = new JsonMapper().readTree(answer.body()).size();
            if (matches == 0) {
                throw new IllegalStateException(query + " finds nothing");
            }
            return matches;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
