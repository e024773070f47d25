package org.plankton.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.plankton.bench.Deployment.Measured;

/** Row h: many clients who do what clients do. */
final class MixedRow {
    private static final int CLIENTS = 64;
    private static final int FILES = 1000;
    private static final double MOST_SLOWER = 3;

    /** Of the usual time: what each kind is given by itself, and all together. */
    private static final int ALONE = 2;

    private static final int AMONG = 4;

    private static final String HEAD = "HEAD";
    private static final String PAGE = "page";
    private static final String DETAIL = "detail";
    private static final String REGISTER = "register";
    private static final String UPDATE = "update";

    /** How many in a hundred, in the order in which they are told. */
    private static final List<Map.Entry<String, Integer>> SHARES = List.of(
            Map.entry(HEAD, 90),
            Map.entry(PAGE, 6),
            Map.entry(DETAIL, 2),
            Map.entry(REGISTER, 1),
            Map.entry(UPDATE, 1));

    private final Parameters parameters;
    private final Deployment deployment;
    private final List<String[]> sample;

    /** None of them says what another has said before. */
    private final AtomicLong updates = new AtomicLong();

    MixedRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.sample = deployment.sample();
    }

    Row measure() {
        Row row = new Row(
                "h",
                "64 clients: 90 % `HEAD`, 8 % lists, 2 % writes, "
                        + Row.count(deployment.catalogue().images()) + " images",
                "each kind of request by itself, as often",
                "no error, each kind's p99 ≤ 3 times",
                0);
        RegisterRow.upload(deployment, FILES, parameters.connections());
        Load.closed(deployment.address(), CLIENTS, parameters.warmUp(), this::request);
        double most = Load.closed(deployment.address(), CLIENTS, parameters.time(), this::request)
                .requestsPerSecond();
        RegisterRow.forget(deployment);
        double rate = most / 2;
        Map<String, Load> alone = new TreeMap<>();
        Map<String, Load> among = new TreeMap<>();
        Load all = Load.together(List.of());
        double cpuMillis = 0;
        long heap = 0;
        for (int round = 0; round < parameters.rounds(); round++) {
            SHARES.forEach(share -> alone.merge(share.getKey(), alone(share.getKey(), rate(rate, share)), Load::then));
            Measured measured = deployment.measure(() -> {
                Map<String, Load> kinds = among(rate);
                kinds.forEach((kind, load) -> among.merge(kind, load, Load::then));
                return Load.beside(kinds.values());
            });
            RegisterRow.forget(deployment);
            all = all.then(measured.load());
            cpuMillis += measured.cpuMillis() / parameters.rounds();
            heap = Math.max(heap, measured.peakHeap());
        }
        tell(
                row,
                SHARES.stream()
                        .map(share -> new Kind(
                                share.getKey(),
                                rate(rate, share),
                                alone.get(share.getKey()),
                                among.get(share.getKey())))
                        .toList(),
                all);
        row.cpu = Row.number(cpuMillis);
        row.heap(heap);
        return row;
    }

    private static double rate(double ofAll, Map.Entry<String, Integer> share) {
        return ofAll * share.getValue() / 100;
    }

    private void tell(Row row, List<Kind> kinds, Load all) {
        long failures = all.failures()
                + kinds.stream().mapToLong(kind -> kind.alone().failures()).sum();
        Kind slowed = Kind.slowed(kinds);
        row.measured = (failures == 0 ? "no error" : failures + " errors, among the others by status " + all.statuses())
                + ", p99 of " + slowed.name() + " is " + Row.number(slowed.slower())
                + " times what it is alone, at worst";
        row.verdict(failures == 0 && slowed.slower() <= MOST_SLOWER);
        row.byTime = Row.number(slowed.slower());
        row.throughput = Row.number(all.requestsPerSecond()) + " /s";
        row.latency = "by kind";
        row.notes.add("Requests come at half the rate that the same clients reach when each waits for its answer. "
                + "Alone, a kind comes as often as it does among the others: "
                + parameters.rounds() + " times "
                + parameters.time().multipliedBy(ALONE).toSeconds()
                + " s each, in turn with "
                + parameters.time().multipliedBy(AMONG).toSeconds() + " s of all.");
        row.table = Kind.table(kinds);
    }

    private Load alone(String kind, double rate) {
        Duration time = parameters.time().multipliedBy(ALONE);
        Load load = Load.open(deployment.address(), CLIENTS, rate, time, number -> request(kind, number));
        if (kind.equals(REGISTER)) {
            RegisterRow.forget(deployment);
        }
        return load;
    }

    private Map<String, Load> among(double rate) {
        Duration time = parameters.time().multipliedBy(AMONG);
        return Load.open(deployment.address(), CLIENTS, rate, time, this::request, MixedRow::kind);
    }

    private static String kind(long number) {
        return switch ((int) (number % 100)) {
            case 0 -> UPDATE;
            case 50 -> REGISTER;
            case 10, 20, 30, 60, 70, 80 -> PAGE;
            case 40, 90 -> DETAIL;
            default -> HEAD;
        };
    }

    private Request request(long number) {
        String kind = kind(number);
        return request(kind, kind.equals(HEAD) ? number : number / 100);
    }

    /** @param number among those of its kind */
    private Request request(String kind, long number) {
        String[] image = sample.get((int) (number * 31 % sample.size()));
        String token = deployment.token(image[1]);
        return switch (kind) {
            case UPDATE ->
                Request.of(
                        "PUT",
                        "/images/" + image[0],
                        token,
                        "X-Image-Meta-Property-Sortorder",
                        String.valueOf(updates.incrementAndGet()));
            case REGISTER -> RegisterRow.registration(Mount.GUIDE, number % FILES);
            case PAGE -> Request.of("GET", "/images?limit=50", token);
            case DETAIL -> Request.of("GET", "/images/detail?limit=50", token);
            default -> Request.of("HEAD", "/images/" + image[0], token);
        };
    }
}
