package org.plankton.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.plankton.bench.Deployment.Measured;

/** Row peer: the same requests to the service and to a Glance that has the same images, in turn, at each size. */
final class PeerRow {
    /** In detail, since Glance has no other list. */
    private static final String LIST = Mount.GLANCE.path + "/images/detail";

    private static final String LIST_V2 = Mount.GLANCE_V2.path + "/images";

    private static final String PAGE = "?limit=50";
    private static final String TAGGED = "?" + Catalogue.TAGGED;
    private static final String LONG_PAGE = "?limit=1000";

    /** One image has it, in a catalogue of any size. */
    private static final String NAME = PAGE + "&name=image%20100";

    /** Every hundredth image has it, each of them the caller's. */
    private static final String PROPERTY = PAGE + "&property-sortorder=50";

    private static final String GLANCE_PROPERTY = PAGE + "&sortorder=50";

    /** Who makes images, and has no others; and what no other is called. */
    private static final String MAKER = "9ee20000-0000-4000-8000-000000000000";

    private static final String MADE = "made-by-the-bench";

    /** So many images are patched in turn, of which each connection has another. */
    private static final int PATCHED = 100;

    private static final Duration LONG = Duration.ofMinutes(10);

    /** So many requests at least tell a latency, unless they take longer than may be. */
    private static final int FEWEST = 50;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Parameters parameters;
    private final Parameters.Glance peer;

    PeerRow(Parameters parameters, Parameters.Glance peer) {
        this.parameters = parameters;
        this.peer = peer;
    }

    /**
     * One request as both take it.
     *
     * @param service over one of Glance's mounts
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

    /** @param deployments each of a {@link Catalogue#cloud} */
    Row measure(Collection<Deployment> deployments) {
        Row row = new Row(
                "peer",
                "the same to the service (`" + Mount.GLANCE.path + "`, and `" + Mount.GLANCE_V2.path
                        + "` where that is said) and to Glance (`/v2`)",
                "",
                "",
                0);
        row.table = new ArrayList<>();
        row.table.add(Report.line(
                "images",
                "request",
                "a second: service / Glance",
                "CPU ms",
                "CPU, times",
                "service: p50 / p99 ms",
                "Glance"));
        row.table.add(Report.line("---", "---", "---", "---", "---", "---", "---"));
        List<Double> speeds = new ArrayList<>();
        for (Deployment deployment : deployments) {
            peer.database().ifPresent(url -> new GlanceData(deployment.catalogue(), url).fill());
            new Pair(deployment, new GlancePeer(peer)).measure(row.table, speeds);
        }
        row.measured = "of each request Glance answers " + Row.number(Collections.min(speeds)) + " to "
                + Row.number(Collections.max(speeds)) + " times as many in a time";
        row.notes.add("Latency at half of each one's own throughput. CPU is with the database's; of Glance it is that"
                + " of the processes that were named.");
        return row;
    }

    /** Both, with the same images. */
    private final class Pair {
        private final Deployment deployment;
        private final GlancePeer glance;

        Pair(Deployment deployment, GlancePeer glance) {
            this.deployment = deployment;
            this.glance = glance;
        }

        /**
         * @param table for a line of each request
         * @param ratios for how many times as many Glance answers
         */
        void measure(List<String> table, List<Double> ratios) {
            requireSameImages(LIST, NAME, NAME);
            requireSameImages(LIST, PROPERTY, GLANCE_PROPERTY);
            requireSameImages(LIST_V2, "", "");
            requireSameImages(LIST_V2, TAGGED, TAGGED);
            for (Supplier<Twin> each : twins()) {
                Twin twin = each.get();
                Figures service = new Figures();
                Figures other = new Figures();
                measure(twin, service, other);
                ratios.add(Ratio.of(other.speeds, service.speeds).median());
                String line = line(twin.what, service, other);
                table.add(line);
                System.out.println(line); // since one of a million may take Glance minutes
            }
        }

        private String line(String what, Figures service, Figures peer) {
            return Report.line(
                    Row.count(deployment.catalogue().images()),
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
            return Load.closed(address, parameters.connections(), time, requests)
                    .withoutFailures();
        }

        private String latency(String address, double rate, LongFunction<Request> requests) {
            double seconds =
                    Math.min(LONGEST.toSeconds(), Math.max(parameters.time().toSeconds(), FEWEST / rate));
            Duration time = Duration.ofMillis((long) (seconds * 1000));
            Load calm = Load.open(address, parameters.connections(), rate, time, requests)
                    .withoutFailures();
            return Row.both(calm.millis(50), calm.millis(99));
        }

        /** Each made when it is to be measured, as what was made for another is gone by then. */
        private List<Supplier<Twin>> twins() {
            List<String[]> sample = deployment.sample();
            LongFunction<Request> shown = number -> {
                String[] image = sample.get((int) (number % sample.size()));
                return glance.request("GET", "/" + image[0], image[1], "");
            };
            Request made = made();
            Request madeOverV2 = madeOverV2();
            Request madeByGlance = glance.request("POST", "", MAKER, json());
            return List.of(
                    () -> new Twin("an image by its id", HeadRow.heads(deployment, sample, Mount.GLANCE.path), shown),
                    () -> pages("a page of 50", LIST, PAGE, PAGE),
                    () -> pages("one by its name", LIST, NAME, NAME),
                    () -> pages("50 by a property", LIST, PROPERTY, GLANCE_PROPERTY),
                    () -> pages("a page of 1000", LIST, LONG_PAGE, LONG_PAGE),
                    () -> new Twin("a new image", number -> made, number -> madeByGlance),
                    () -> new Twin("`/v2`: an image by its id", OperationRow.shown(deployment), shown),
                    () -> pages("`/v2`: the newest 25", LIST_V2, "", ""),
                    () -> pages("`/v2`: 25 by a status and a tag", LIST_V2, TAGGED, TAGGED),
                    () -> new Twin("`/v2`: a new image", number -> madeOverV2, number -> madeByGlance),
                    this::patches);
        }

        /** Of a property, of images that are made for it, so that no two requests are of one image at a time. */
        private Twin patches() {
            Request made = madeOverV2();
            Load.closed(deployment.address(), parameters.connections(), LONG, PATCHED, number -> made)
                    .withoutFailures();
            Request other = glance.request("POST", "", MAKER, json());
            Load.closed(glance.address(), parameters.connections(), LONG, PATCHED, number -> other)
                    .withoutFailures();
            List<String> ours = GlancePeer.ids(
                    deployment.client().send("GET", LIST_V2 + LONG_PAGE + "&name=" + MADE, deployment.token(MAKER)));
            List<String> theirs = madeByGlance();
            return new Twin(
                    "`/v2`: a property patched",
                    number -> Request.withBody(
                            "PATCH",
                            LIST_V2 + "/" + ours.get((int) (number % PATCHED)),
                            deployment.token(MAKER),
                            OperationRow.patched(number / PATCHED),
                            OperationRow.PATCH_TYPE),
                    number -> glance.request(
                            "PATCH",
                            "/" + theirs.get((int) (number % PATCHED)),
                            MAKER,
                            OperationRow.patched(number / PATCHED),
                            OperationRow.PATCH_TYPE));
        }

        /** @param list of the service */
        private Twin pages(String what, String list, String query, String glanceQuery) {
            Request page = Request.of("GET", list + query, deployment.token(Catalogue.CALLER));
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

        private Request madeOverV2() {
            return Request.withBody("POST", LIST_V2, deployment.token(MAKER), json());
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
        private void requireSameImages(String list, String query, String glanceQuery) {
            List<String> ours =
                    GlancePeer.ids(deployment.client().send("GET", list + query, deployment.token(Catalogue.CALLER)));
            List<String> theirs = glance.ids(glanceQuery, Catalogue.CALLER);
            if (ours.isEmpty() || !ours.equals(theirs)) {
                throw new IllegalStateException("with " + list + query + " the service finds " + ours
                        + ", and Glance with " + glanceQuery + " " + theirs);
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
}
