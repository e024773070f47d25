package org.plankton.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.plankton.bench.Deployment.Measured;

/** Row peer: the same requests to the service and to a Glance that has the same images, in turn. */
final class PeerRow {
    /** In detail, since Glance has no other list. */
    private static final String LIST = Mount.GLANCE.path + "/images/detail";

    private static final String PAGE = "?limit=50";
    private static final String LONG_PAGE = "?limit=1000";

    /** One image has it, in a catalogue of any size. */
    private static final String NAME = PAGE + "&name=image%20100";

    /** Every hundredth image has it, each of them the caller's. */
    private static final String PROPERTY = PAGE + "&property-sortorder=50";

    private static final String GLANCE_PROPERTY = PAGE + "&sortorder=50";

    /** Who makes images, and has no others; and what no other is called. */
    private static final String MAKER = "9ee20000-0000-4000-8000-000000000000";

    private static final String MADE = "made-by-the-bench";

    private static final Duration LONG = Duration.ofMinutes(10);

    /** So many requests at least tell a latency, unless they take longer than may be. */
    private static final int FEWEST = 50;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Parameters parameters;
    private final Deployment deployment;
    private final GlancePeer glance;

    /** @param deployment of {@link Catalogue#cloud} */
    PeerRow(Parameters parameters, Deployment deployment, Parameters.Glance glance) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.glance = new GlancePeer(glance);
    }

    /**
     * One request as both take it.
     *
     * @param service over {@link Mount#GLANCE}
     */
    private record Twin(String what, LongFunction<Request> service, LongFunction<Request> glance) {}

    /** What was measured of one of the two. */
    private static final class Figures {
        final List<Double> speeds = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        String latency = "";

        void add(Measured measured) {
            speeds.add(measured.load().requestsPerSecond());
            cpu.add(measured.cpuMillis());
        }
    }

    Row measure() {
        Row row = new Row(
                "peer",
                "the same to the service (`" + Mount.GLANCE.path + "`) and to Glance (`/v2`), "
                        + Row.count(deployment.catalogue().images()) + " images",
                "",
                "",
                0);
        requireSameImages(NAME, NAME);
        requireSameImages(PROPERTY, GLANCE_PROPERTY);
        row.table = new ArrayList<>();
        row.table.add(Report.line(
                "request", "a second: service / Glance", "CPU ms", "CPU, times", "service: p50 / p99 ms", "Glance"));
        row.table.add(Report.line("---", "---", "---", "---", "---", "---"));
        List<Double> speeds = new ArrayList<>();
        for (Twin twin : twins()) {
            Figures service = new Figures();
            Figures peer = new Figures();
            measure(twin, service, peer);
            speeds.add(Ratio.of(peer.speeds, service.speeds).median());
            row.table.add(line(twin.what, service, peer));
        }
        row.measured = "of each request Glance answers " + Row.number(Collections.min(speeds)) + " to "
                + Row.number(Collections.max(speeds)) + " times as many in a time";
        row.notes.add("Latency at half of each one's own throughput. CPU is with the database's; of Glance it is that"
                + " of the processes that were named.");
        return row;
    }

    private String line(String what, Figures service, Figures peer) {
        return Report.line(
                what,
                Row.both(Row.mean(service.speeds), Row.mean(peer.speeds)),
                Row.number(Row.mean(service.cpu)) + " / "
                        + (glance.isCounted() ? Row.number(Row.mean(peer.cpu)) : "untold"),
                glance.isCounted() ? Ratio.of(peer.cpu, service.cpu).text(parameters.scatter()) : "untold",
                service.latency,
                peer.latency);
    }

    private void measure(Twin twin, Figures service, Figures peer) {
        closed(deployment.address(), parameters.warmUp(), twin.service);
        closed(glance.address(), parameters.warmUp(), twin.glance);
        for (int round = 0; round < parameters.rounds(); round++) {
            service.add(deployment.measure(() -> closed(deployment.address(), parameters.time(), twin.service)));
            peer.add(glance.measure(() -> closed(glance.address(), parameters.time(), twin.glance)));
        }
        service.latency = latency(deployment.address(), Row.mean(service.speeds) / 2, twin.service);
        peer.latency = latency(glance.address(), Row.mean(peer.speeds) / 2, twin.glance);
        unregister();
    }

    private Load closed(String address, Duration time, LongFunction<Request> requests) {
        return Load.closed(address, parameters.connections(), time, requests).withoutFailures();
    }

    private String latency(String address, double rate, LongFunction<Request> requests) {
        double seconds =
                Math.min(LONGEST.toSeconds(), Math.max(parameters.time().toSeconds(), FEWEST / rate));
        Duration time = Duration.ofMillis((long) (seconds * 1000));
        Load calm = Load.open(address, parameters.connections(), rate, time, requests)
                .withoutFailures();
        return Row.both(calm.millis(50), calm.millis(99));
    }

    private List<Twin> twins() {
        List<String[]> sample = deployment.sample();
        Request made = made();
        Request madeByGlance = glance.request("POST", "", MAKER, json());
        return List.of(
                new Twin("an image by its id", HeadRow.heads(deployment, sample, Mount.GLANCE.path), number -> {
                    String[] image = sample.get((int) (number % sample.size()));
                    return glance.request("GET", "/" + image[0], image[1], "");
                }),
                pages("a page of 50", PAGE, PAGE),
                pages("one by its name", NAME, NAME),
                pages("50 by a property", PROPERTY, GLANCE_PROPERTY),
                pages("a page of 1000", LONG_PAGE, LONG_PAGE),
                new Twin("a new image", number -> made, number -> madeByGlance));
    }

    private Twin pages(String what, String query, String glanceQuery) {
        Request page = Request.of("GET", LIST + query, deployment.token(Catalogue.CALLER));
        Request other = glance.request("GET", glanceQuery, Catalogue.CALLER, "");
        return new Twin(what, number -> page, number -> other);
    }

    /** Without bytes, as in the first step of an upload. */
    private Request made() {
        List<String> headers = new ArrayList<>();
        headers.addAll(List.of("X-Image-Meta-Name", MADE));
        headers.addAll(List.of("X-Image-Meta-Disk-Format", "raw"));
        headers.addAll(List.of("X-Image-Meta-Container-Format", "bare"));
        headers.addAll(RegisterRow.properties());
        return Request.of(
                "POST", Mount.GLANCE.path + "/images", deployment.token(MAKER), headers.toArray(String[]::new));
    }

    /** The same. */
    private static String json() {
        Map<String, String> image = new TreeMap<>(RegisterRow.PROPERTIES);
        image.putAll(Map.of("name", MADE, "disk_format", "raw", "container_format", "bare"));
        try {
            return new JsonMapper().writeValueAsString(image);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both must find the same, in the same order. */
    private void requireSameImages(String query, String glanceQuery) {
        List<String> ours =
                GlancePeer.ids(deployment.client().send("GET", LIST + query, deployment.token(Catalogue.CALLER)));
        List<String> theirs = glance.ids(glanceQuery, Catalogue.CALLER);
        if (ours.isEmpty() || !ours.equals(theirs)) {
            throw new IllegalStateException(
                    "with " + query + " the service finds " + ours + ", and Glance with " + glanceQuery + " " + theirs);
        }
    }

    /** What was made. */
    private void unregister() {
        RegisterRow.forget(deployment, MAKER);
        for (List<String> made = madeByGlance(); !made.isEmpty(); made = madeByGlance()) {
            List<String> ids = made;
            Load.closed(
                            glance.address(),
                            parameters.connections(),
                            LONG,
                            ids.size(),
                            number -> glance.request("DELETE", "/" + ids.get((int) number), MAKER, ""))
                    .withoutFailures();
        }
    }

    private List<String> madeByGlance() {
        return glance.ids(LONG_PAGE + "&name=" + MADE, MAKER);
    }
}
