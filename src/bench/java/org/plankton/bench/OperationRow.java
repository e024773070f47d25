package org.plankton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.plankton.bench.Deployment.Measured;
import org.plankton.cloud.User;

/** One operation of one dialect, held against nothing: what it takes, to be compared with what it took before. */
final class OperationRow {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Images of a list that glance gives out at once, at most. */
    private static final int PAGE = 1000;

    /** So many images are read each time a long list is measured. */
    private static final int READ = 200_000;

    /** Files that are registered a second of the usual time; each once, and no more than a page lists. */
    private static final int A_SECOND = 200;

    /** Images whose members are listed and replaced. */
    private static final int SHARED = 100;

    /** As a header. */
    static final String[] PATCH_TYPE = {"Content-Type", "application/openstack-images-v2.1-json-patch"};

    private static final User OWNER = RegisterRow.OWNER;
    private static final List<User> ONE = List.of(User.BOB);
    private static final List<User> THREE = List.of(User.BOB, User.CAROL, User.ADMIN);

    private final Parameters parameters;
    private final Deployment deployment;
    private final Mount mount;
    private final Operation operation;

    /** Ids of the images that are there only while it is measured. */
    private List<String> registered = List.of();

    /** @param deployment of {@link Catalogue#longList} for those that are of one, else of {@link Catalogue#cloud} */
    OperationRow(Parameters parameters, Deployment deployment, Mount mount, Operation operation) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.mount = mount;
        this.operation = operation;
    }

    /**
     * What is sent.
     *
     * @param most how many requests at most; else they are sent for a time
     * @param before what is done before each measurement, out of the time
     * @param after the same, after it
     */
    private record Trial(int connections, LongFunction<Request> requests, long most, Runnable before, Runnable after) {
        boolean isTimed() {
            return most == Long.MAX_VALUE;
        }
    }

    Row measure(String name) {
        Row row = new Row(
                name,
                operation.request(mount)
                        + (operation == Operation.LIST && mount == Mount.GLANCE ? ", 1 k at a time, " : ", ")
                        + Row.count(deployment.catalogue().images()) + " images",
                "",
                "",
                0);
        Trial trial = trial();
        deployment.warmUp(() -> warmUp(trial));
        List<Measured> rounds = new ArrayList<>();
        for (int round = 0; round < parameters.rounds(); round++) {
            trial.before.run();
            rounds.add(deployment.measure(() -> load(trial, parameters.time())));
            trial.after.run();
        }
        ToDoubleFunction<Load> speed = operation.isOfLongList() ? Load::megabytesPerSecond : Load::requestsPerSecond;
        String unit = operation.isOfLongList() ? " MB/s" : " /s";
        List<Double> speeds =
                rounds.stream().map(one -> speed.applyAsDouble(one.load())).toList();
        List<Double> cpu = rounds.stream().map(Measured::cpuMillis).toList();
        row.measured = Row.spread(cpu) + " ms of CPU, " + Row.spread(speeds) + unit;
        row.throughput = Row.number(Row.mean(speeds)) + unit;
        row.cpu = Row.number(Row.mean(cpu));
        row.heap(rounds.stream().mapToLong(Measured::peakHeap).max().orElse(0));
        Load calm = trial.isTimed()
                ? calm(trial, rounds)
                : Load.together(rounds.stream().map(Measured::load).toList());
        row.latency = Row.both(calm.millis(50), calm.millis(99));
        if (!trial.isTimed()) {
            row.notes.add("Latency at full throughput, of " + trial.most + " requests by "
                    + (trial.connections == 1 ? "one connection" : trial.connections + " connections") + " each time.");
        }
        return row;
    }

    private Load calm(Trial trial, List<Measured> rounds) {
        double rate = Row.mean(rounds.stream()
                        .map(one -> one.load().requestsPerSecond())
                        .toList())
                / 2;
        trial.before.run();
        Load load = Load.open(deployment.address(), trial.connections, rate, parameters.time(), trial.requests)
                .withoutFailures();
        trial.after.run();
        return load;
    }

    private void warmUp(Trial trial) {
        long end = System.nanoTime() + parameters.warmUp().toNanos();
        do {
            trial.before.run();
            load(trial, parameters.warmUp());
            trial.after.run();
        } while (System.nanoTime() < end);
    }

    private Load load(Trial trial, Duration time) {
        Duration most = trial.isTimed() ? time : LONG;
        return Load.closed(deployment.address(), trial.connections, most, trial.most, trial.requests)
                .withoutFailures();
    }

    private Trial trial() {
        return switch (operation) {
            case HEAD -> reading(HeadRow.heads(deployment, deployment.sample(), mount.path));
            case PAGE -> reading(always(get("/images?limit=50", Catalogue.CALLER)));
            case DETAIL -> reading(always(get("/images/detail" + limit(), Catalogue.FEW)));
            case LIST -> mount == Mount.GLANCE ? pages() : lists();
            case REGISTER -> registrations();
            case UPDATE -> ofRegistered(files(), Long.MAX_VALUE, this::update);
            case UNREGISTER -> ofRegistered(files(), files(), number -> ofImage("DELETE", number, ""));
            case MEMBERS -> ofRegistered(SHARED, Long.MAX_VALUE, number -> ofImage("GET", number, "/members"));
            case REPLACE ->
                ofRegistered(SHARED, Long.MAX_VALUE, number -> members(number, number / SHARED % 2 == 0 ? ONE : THREE));
            case SHOW -> reading(shown(deployment));
            case NEWEST -> reading(always(get("/images", Catalogue.CALLER)));
            case TAGGED -> reading(always(get("/images?" + Catalogue.TAGGED, Catalogue.CALLER)));
            case PATCH -> ofRegistered(files(), Long.MAX_VALUE, this::patch);
        };
    }

    /** Images at random, each by its owner, over Images v2. */
    static LongFunction<Request> shown(Deployment deployment) {
        List<String[]> sample = deployment.sample();
        return number -> {
            String[] image = sample.get((int) (number % sample.size()));
            return Request.of("GET", Mount.GLANCE_V2.path + "/images/" + image[0], deployment.token(image[1]));
        };
    }

    private String limit() {
        return mount == Mount.GLANCE ? "?limit=" + PAGE : "";
    }

    private Trial reading(LongFunction<Request> requests) {
        return new Trial(parameters.connections(), requests, Long.MAX_VALUE, () -> {}, () -> {});
    }

    private static LongFunction<Request> always(Request request) {
        return number -> request;
    }

    private Request get(String path, String account) {
        return Request.of("GET", mount.path + path, deployment.token(account));
    }

    private Trial lists() {
        Request list = get("/images/detail", Catalogue.CALLER);
        int lists = Math.max(1, READ / deployment.catalogue().images());
        return new Trial(1, always(list), lists, () -> {}, () -> {});
    }

    /** One behind the other, as clients of Glance come by a long list. */
    private Trial pages() {
        List<Request> pages = new ArrayList<>();
        String marker = "";
        int images = Math.min(READ, deployment.catalogue().images());
        for (int read = 0; read < images; read += PAGE) {
            pages.add(get("/images/detail" + limit() + marker, Catalogue.CALLER));
            List<String> ids = ids(mount.path + "/images" + limit() + marker, deployment.token(Catalogue.CALLER));
            marker = "&marker=" + ids.get(ids.size() - 1);
        }
        return new Trial(1, number -> pages.get((int) number % pages.size()), pages.size(), () -> {}, () -> {});
    }

    private int files() {
        return (int) Math.min(PAGE, parameters.time().toSeconds() * A_SECOND);
    }

    /** Each of another file. */
    private Trial registrations() {
        int files = files();
        RegisterRow.upload(deployment, files, parameters.connections());
        return new Trial(
                parameters.connections(),
                number -> RegisterRow.registration(mount, number),
                files,
                () -> {},
                () -> RegisterRow.forget(deployment));
    }

    /** Of images that are registered before, and are no longer afterwards. */
    private Trial ofRegistered(int images, long most, LongFunction<Request> requests) {
        RegisterRow.upload(deployment, images, parameters.connections());
        return new Trial(parameters.connections(), requests, most, () -> register(images), this::unregister);
    }

    private void register(int images) {
        Mount registering = mount == Mount.GLANCE_V2 ? Mount.GUIDE : mount; // v2 takes no file that is there
        send(images, number -> RegisterRow.registration(registering, number));
        registered = ids("/images?limit=" + PAGE + "&owner=" + OWNER.account(), OWNER.token());
        if (operation == Operation.MEMBERS) {
            send(images, number -> members(number, THREE));
        }
    }

    /** By a request each: else the store would still let in those that the images were shared with. */
    private void unregister() {
        if (operation != Operation.UNREGISTER) {
            send(registered.size(), number -> ofImage("DELETE", number, ""));
        }
        RegisterRow.forget(deployment);
    }

    private void send(int count, LongFunction<Request> requests) {
        Load.closed(deployment.address(), parameters.connections(), LONG, count, requests)
                .withoutFailures();
    }

    private Request ofImage(String method, long number, String path, String... headers) {
        return Request.of(method, path(number) + path, OWNER.token(), headers);
    }

    private String path(long number) {
        return mount.path + "/images/" + registered.get((int) (number % registered.size()));
    }

    /** Each time around another value. */
    private Request update(long number) {
        return ofImage(
                "PUT",
                number,
                "",
                "X-Image-Meta-Property-Sortorder",
                String.valueOf(100 + number / registered.size()),
                "X-Glance-Registry-Purge-Props",
                "false");
    }

    private Request patch(long number) {
        return Request.withBody("PATCH", path(number), OWNER.token(), patched(number / registered.size()), PATCH_TYPE);
    }

    /** The body that gives an image another property than the time before. */
    static String patched(long turn) {
        String value = RegisterRow.PATCHED.get((int) (turn % RegisterRow.PATCHED.size()));
        return "[{\"op\": \"replace\", \"path\": \"/sortorder\", \"value\": \"" + value + "\"}]";
    }

    private Request members(long number, List<User> members) {
        String list = members.stream()
                .map(member -> "{\"member_id\": \"" + member.account() + "\"}")
                .collect(Collectors.joining(", ", "{\"memberships\": [", "]}"));
        return Request.withBody("PUT", path(number) + "/members", OWNER.token(), list);
    }

    /** Of a list of at most a page. */
    private List<String> ids(String path, String token) {
        try {
            JsonNode answer = new JsonMapper()
                    .readTree(deployment.client().send("GET", path, token).body());
            return (answer.isArray() ? answer : answer.path("images")).findValuesAsText("id");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
