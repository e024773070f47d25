package org.plankton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/**
 * Keeps several Planktons behind a load balancer busy while somebody else kills parts of what they need, and holds what
 * clients notice of it to what they were promised. {@code .ci/galera} runs it.
 *
 * <p>Clients register images, change them, share them, and unregister them; each has its own, and all look at
 * everybody's, as their owners and as their members. What became of a change without an acknowledgement (503, or no
 * answer at all) is open: it happened wholly or not at all. Its client repeats it.
 *
 * <p>Every line of the standard input tells what has just been done, behind the seconds for which nobody may then be
 * without a success, or a dash where that is not said: {@code 5 kill -9 of the writer}. Once each client has since had
 * a success with something to read and with something to change, that is said on the standard output. The end of the
 * input ends the work.
 *
 * <p>Prints a table, and ends with 0 unless
 *
 * <ul>
 *   <li>something that was acknowledged is not there in the end, or something that was refused is;
 *   <li>an answer told an earlier state than one that had been acknowledged, or told to anybody, before it was asked
 *       for;
 *   <li>an answer was none that can be: 500, say, or a refusal of what is allowed;
 *   <li>an answer took longer than is said, or nobody had a success for longer than is said, while this machine was at
 *       work.
 * </ul>
 */
final class ClusterTrial {
    private static final int CLIENTS = 8;

    /** Nanoseconds from a client's request to its next one, at least. */
    private static final long PACE = 50_000_000;

    /** How many images each client has at a time, at most. */
    private static final int MOST = 8;

    private static final List<User> OWNERS = List.of(User.ALICE, User.BOB, User.CAROL);

    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Outcome {
        DONE,
        REFUSED,
        UNAVAILABLE,
        /** No answer, or the load balancer's that it got none. */
        CUT_OFF,
        /** An earlier state than must be known by then, or one that nobody has asked for. */
        STALE,
        WRONG
    }

    /** One request: whether it was to change something, when its answer came, and after how many nanoseconds. */
    private record Sample(boolean isWrite, long answered, long took, Outcome outcome, String what) {}

    /** @param bound seconds; infinite where there is none */
    private record Event(long at, double bound, String what) {}

    /**
     * Something of an image: a number that grows with each change, by one client, and never shrinks, whoever asks. Of
     * what is or is not so, odd numbers say that it is.
     */
    private static final class Register {
        /** The latest that was acknowledged, or that somebody has been told. */
        private final AtomicInteger known = new AtomicInteger();

        /** The latest that was asked for. */
        private volatile int asked;

        int known() {
            return known.get();
        }

        void ask() {
            asked++;
        }

        int asked() {
            return asked;
        }

        void acknowledge() {
            know(asked);
        }

        private void know(int number) {
            known.accumulateAndGet(number, Math::max);
        }

        /** Whether that may be told to who asked when the register stood at least there. */
        boolean tells(int least, int number) {
            boolean may = least <= number && number <= asked;
            if (may) {
                know(number);
            }
            return may;
        }

        boolean tells(int least, boolean isSo) {
            return tells(least, least % 2 == 1 == isSo ? least : least + 1);
        }
    }

    /** A file, and what is registered of it. One client changes it. */
    private static final class Image {
        final User owner;
        final User member;
        final String location;
        final Register registered = new Register();
        final Register turn = new Register();
        final Register shared = new Register();
        /** Null until the registration is acknowledged. */
        volatile String id;

        Image(User owner, String location) {
            this.owner = owner;
            this.member = OWNERS.get((OWNERS.indexOf(owner) + 1) % OWNERS.size());
            this.location = location;
        }

        Known known() {
            return new Known(this, registered.known(), turn.known(), shared.known());
        }
    }

    /** Where an image stood, at least, before it was asked for. */
    private record Known(Image image, int registered, int turn, int shared) {
        @Override
        public String toString() {
            return String.format(
                    "%s: registered %d to %d, turn %d to %d, shared %d to %d",
                    image.id,
                    registered,
                    image.registered.asked(),
                    turn,
                    image.turn.asked(),
                    shared,
                    image.shared.asked());
        }

        boolean tellsOwner(HttpResponse<?> answer) {
            return switch (answer.statusCode()) {
                case 200 -> tellsContent(answer);
                case 404 -> tellsGone();
                default -> false;
            };
        }

        /** Members see it; to others its owner does not let them. */
        boolean tellsMember(HttpResponse<?> answer) {
            return switch (answer.statusCode()) {
                case 200 -> tellsShared() && tellsContent(answer);
                case 405 -> tellsThere() && tellsUnshared();
                case 404 -> tellsGone();
                default -> false;
            };
        }

        private boolean tellsContent(HttpResponse<?> answer) {
            return tellsContent(
                    answer.headers().firstValue("X-Image-Meta-Name").orElse(""),
                    answer.headers().firstValue("X-Image-Meta-Property-Turn").orElse(""));
        }

        /** Name and property tell the same, so that half a change would be noticed. */
        boolean tellsContent(String name, String property) {
            return name.equals("name " + property)
                    && tellsThere()
                    && image.turn.tells(turn, Integer.parseInt(property));
        }

        boolean tellsShared() {
            return image.shared.tells(shared, true);
        }

        /** Also of what is just being unregistered, image and members being two questions. */
        boolean tellsUnshared() {
            return image.shared.tells(shared, false) || image.registered.asked() == 2;
        }

        private boolean tellsThere() {
            return image.registered.tells(registered, true);
        }

        boolean tellsGone() {
            return image.registered.tells(registered, false);
        }
    }

    /** A change of one image, which its client repeats until it is acknowledged. */
    private record Change(Image image, String method, String path, List<String> headers, List<Register> registers) {
        Change {
            registers.forEach(Register::ask);
        }

        boolean unregisters() {
            return registers.contains(image.registered) && image.id != null;
        }
    }

    /**
     * When this process had no turn on a processor for a while, though it wanted one every few milliseconds: so the
     * machine stood still, or had far too much to do, which keeps everybody from a success and is nobody's fault here.
     */
    private static final class Pauses {
        /** Nanoseconds after which it wants one again. */
        private static final long PERIOD = 20_000_000;

        /** Nanoseconds without a turn beyond which that is a pause. */
        private static final long LEAST = 100_000_000;

        private record Pause(long from, long to) {}

        private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();

        void watch() {
            Thread thread = new Thread(
                    () -> {
                        for (long last = System.nanoTime(); ; ) {
                            LockSupport.parkNanos(PERIOD);
                            long now = System.nanoTime();
                            if (now - last > LEAST) {
                                pauses.add(new Pause(last + PERIOD, now));
                            }
                            last = now;
                        }
                    },
                    "pauses");
            thread.setDaemon(true);
            thread.start();
        }

        /** Nanoseconds of the time between these that were pauses. */
        long between(long from, long to) {
            return pauses.stream()
                    .mapToLong(pause -> Math.max(0, Math.min(to, pause.to) - Math.max(from, pause.from)))
                    .sum();
        }
    }

    private final Pauses pauses = new Pauses();
    private final Client service;
    private final Client store;
    private final String container;
    private final long seed;
    private final double slowest;
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Queue<Image> images = new ConcurrentLinkedQueue<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger files = new AtomicInteger();

    /** Who has not yet had a success since the last event, each with {@code read} or {@code write}. */
    private final Set<String> waiting = new HashSet<>();

    private volatile boolean isOver;

    private ClusterTrial(String service, String cloud, String container, long seed, double slowest) {
        this.service = new Client(service);
        this.store = new Client(cloud + "/cloud/object-store/v1");
        this.container = container;
        this.seed = seed;
        this.slowest = slowest;
    }

    /**
     * @param arguments the load balancer's address, and the development cloud's; the container of the files; the seed
     *     of what the clients do; seconds that an answer takes at most
     */
    public static void main(String[] arguments) throws Exception {
        boolean isGood = new ClusterTrial(
                        arguments[0],
                        arguments[1],
                        arguments[2],
                        Long.parseLong(arguments[3]),
                        Double.parseDouble(arguments[4]))
                .run();
        System.exit(isGood ? 0 : 1);
    }

    private boolean run() throws Exception {
        for (User owner : OWNERS) {
            store.send("PUT", "/" + owner.account() + "/" + container, owner.token());
        }
        pauses.watch();
        happened("- " + CLIENTS + " clients are at work, seed " + seed);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var one = new Worker(OWNERS.get(i % OWNERS.size()), "client " + i, new Random(seed + i));
                work.add(clients.submit(one::work));
            }
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                happened(line);
            }
            isOver = true;
            for (Future<?> one : work) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
        long end = System.nanoTime();
        report(end);
        lookForLost();
        failures.forEach(failure -> System.out.println("FAILED: " + failure));
        return failures.isEmpty();
    }

    private void happened(String line) {
        String[] parts = line.split(" ", 2);
        double bound = parts[0].equals("-") ? Double.POSITIVE_INFINITY : Double.parseDouble(parts[0]);
        synchronized (waiting) {
            events.add(new Event(System.nanoTime(), bound, parts[1]));
            for (int i = 0; i < CLIENTS; i++) {
                waiting.addAll(List.of("client " + i + " read", "client " + i + " write"));
            }
        }
        say(parts[1]);
    }

    private void succeeded(String client, boolean isWrite, long start) {
        synchronized (waiting) {
            Event last = events.get(events.size() - 1);
            if (start > last.at() && waiting.remove(client + (isWrite ? " write" : " read")) && waiting.isEmpty()) {
                say("all have succeeded since: " + last.what());
            }
        }
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "%6.1f s: %s%n", seconds(events.get(0).at(), System.nanoTime()), what);
    }

    /** A client, and the images that are its own. */
    private final class Worker {
        private final User owner;
        private final String name;
        private final Random random;
        private final List<Image> own = new ArrayList<>();
        private Change open;

        Worker(User owner, String name, Random random) {
            this.owner = owner;
            this.name = name;
            this.random = random;
        }

        void work() {
            for (long next = System.nanoTime(); !isOver; next = Math.max(next + PACE, System.nanoTime())) {
                LockSupport.parkNanos(next - System.nanoTime());
                if (random.nextInt(100) >= 40) {
                    read();
                } else if (open == null) {
                    write();
                } else {
                    attempt(open, true);
                }
            }
        }

        private void write() {
            int dice = random.nextInt(100);
            if (own.isEmpty() || dice < 20 && own.size() < MOST) {
                register();
                return;
            }
            Image image = own.get(random.nextInt(own.size()));
            String path = "/images/" + image.id;
            if (dice < 55) {
                attempt(new Change(image, "PUT", path, content(image), List.of(image.turn)), false);
            } else if (dice < 80) {
                boolean isShared = image.shared.asked() % 2 == 1;
                String member = path + "/members/" + image.member.account();
                attempt(
                        new Change(image, isShared ? "DELETE" : "PUT", member, List.of(), List.of(image.shared)),
                        false);
            } else if (dice < 95) {
                own.remove(image);
                attempt(new Change(image, "DELETE", path, List.of(), List.of(image.registered)), false);
            } else {
                registerNothing();
            }
        }

        private void register() {
            String path = "/" + owner.account() + "/" + container + "/file-" + files.incrementAndGet();
            store.send("PUT", path, owner.token(), "content", "Content-Type", "text/plain");
            Image image = new Image(owner, "pithos:/" + path);
            images.add(image);
            List<String> headers = new ArrayList<>(content(image));
            headers.addAll(List.of("X-Image-Meta-Location", image.location));
            attempt(new Change(image, "POST", "/images", headers, List.of(image.registered, image.turn)), false);
        }

        private List<String> content(Image image) {
            String turn = Integer.toString(image.turn.asked() + 1);
            return List.of("X-Image-Meta-Name", "name " + turn, "X-Image-Meta-Property-Turn", turn);
        }

        /** What was unregistered by an earlier attempt is not there. */
        private void attempt(Change change, boolean again) {
            long start = System.nanoTime();
            var answer = send(change.method(), change.path(), owner, change.headers());
            boolean isGone = again && change.unregisters() && answer != null && answer.statusCode() == 404;
            Outcome outcome = isGone ? Outcome.DONE : outcome(answer, some -> some.statusCode() / 100 == 2);
            open = outcome == Outcome.DONE ? null : change;
            if (outcome == Outcome.DONE) {
                if (change.image().id == null) {
                    change.image().id =
                            answer.headers().firstValue("X-Image-Meta-Id").orElseThrow();
                    own.add(change.image());
                }
                change.registers().forEach(Register::acknowledge);
            }
            record(true, start, outcome, change.method() + " " + change.path(), answer);
        }

        /** A file that is not there: refused, whatever else happens. */
        private void registerNothing() {
            long start = System.nanoTime();
            String location = "pithos://" + owner.account() + "/" + container + "/no-file-" + files.incrementAndGet();
            var answer = send(
                    "POST",
                    "/images",
                    owner,
                    List.of("X-Image-Meta-Name", "refused", "X-Image-Meta-Location", location));
            Outcome outcome = outcome(answer, some -> some.statusCode() == 400);
            record(true, start, outcome == Outcome.DONE ? Outcome.REFUSED : outcome, "POST of no file", answer);
        }

        private void read() {
            List<Image> all = images.stream().filter(image -> image.id != null).toList();
            Image image = all.isEmpty() ? null : latest(all);
            int dice = random.nextInt(100);
            if (image == null || dice < 15) {
                readList();
            } else if (dice < 25) {
                readShared();
            } else if (dice < 40) {
                readMembers(image.known());
            } else if (dice < 70) {
                Known known = image.known();
                read("HEAD", "/images/" + image.id, image.owner, List.of(known), known::tellsOwner);
            } else {
                Known known = image.known();
                read("HEAD", "/images/" + image.id, image.member, List.of(known), known::tellsMember);
            }
        }

        /** Rather a late one than an early one, most of which are unregistered. */
        private Image latest(List<Image> all) {
            int back = Math.min(random.nextInt(all.size()), random.nextInt(2 * MOST * CLIENTS));
            return all.get(all.size() - 1 - back);
        }

        private void readList() {
            List<Known> before = known(image -> image.owner == owner);
            read(
                    "GET",
                    "/images/detail",
                    owner,
                    before,
                    answer -> untrue(before, answer.body()).isEmpty());
        }

        private void readShared() {
            List<Known> before = known(image -> image.member == owner && image.id != null);
            read("GET", "/shared-images/" + owner.account(), owner, before, answer -> {
                Set<String> ids = texts(json(answer.body()).path("shared_images"), "image_id");
                return before.stream()
                        .allMatch(known -> ids.contains(known.image().id)
                                ? known.tellsThere() && known.tellsShared()
                                : known.tellsUnshared());
            });
        }

        private void readMembers(Known before) {
            Image image = before.image();
            read("GET", "/images/" + image.id + "/members", image.owner, List.of(before), answer -> {
                if (answer.statusCode() == 404) {
                    return before.tellsGone();
                }
                Set<String> members = texts(json(answer.body()).path("members"), "member_id");
                boolean isMember = members.contains(image.member.account());
                return before.tellsThere() && (isMember ? before.tellsShared() : before.tellsUnshared());
            });
        }

        private void read(
                String method, String path, User caller, List<Known> before, Predicate<HttpResponse<String>> isTrue) {
            long start = System.nanoTime();
            var answer = send(method, path, caller, List.of());
            Outcome outcome = outcome(answer, some -> some.statusCode() < 500);
            String what = method + " " + path + " by " + caller.shortName();
            if (outcome == Outcome.DONE && !isTrue.test(answer)) {
                outcome = Outcome.STALE;
                what += ", " + answer.body() + ", when known was " + before;
            }
            record(false, start, outcome, what, answer);
        }

        private void record(boolean isWrite, long start, Outcome outcome, String what, HttpResponse<String> answer) {
            long now = System.nanoTime();
            String status = answer == null
                    ? ""
                    : ": " + answer.statusCode() + " " + answer.headers().map();
            samples.add(new Sample(isWrite, now, now - start, outcome, what + status));
            if (outcome == Outcome.DONE) {
                succeeded(name, isWrite, start);
            }
        }
    }

    private List<Known> known(Predicate<Image> which) {
        return images.stream().filter(which).map(Image::known).toList();
    }

    /** What an owner's list says that cannot be, where all of the owner's images stood there at least. */
    private List<String> untrue(List<Known> before, String list) {
        Map<String, JsonNode> told = new HashMap<>();
        for (JsonNode image : json(list)) {
            told.put(image.path("location").asText(), image);
        }
        List<String> untrue = new ArrayList<>();
        for (Known known : before) {
            JsonNode image = told.get(known.image().location);
            boolean isTrue = image == null
                    ? known.tellsGone()
                    : known.tellsContent(
                            image.path("name").asText(),
                            image.path("properties").path("turn").asText());
            if (!isTrue) {
                untrue.add(known + ": " + image);
            }
        }
        return untrue;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    private static Set<String> texts(JsonNode list, String field) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.path(field).asText()));
        return texts;
    }

    /** @return null if there was no answer */
    private HttpResponse<String> send(String method, String path, User caller, List<String> headers) {
        try {
            return service.send(method, path, caller.token(), "", headers.toArray(String[]::new));
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static Outcome outcome(HttpResponse<String> answer, Predicate<HttpResponse<String>> isDone) {
        if (answer == null || answer.statusCode() == 502 || answer.statusCode() == 504) {
            return Outcome.CUT_OFF;
        }
        if (answer.statusCode() == 503) {
            return Outcome.UNAVAILABLE;
        }
        return isDone.test(answer) ? Outcome.DONE : Outcome.WRONG;
    }

    private void report(long end) {
        long begin = events.get(0).at();
        System.out.println();
        System.out.println("| at, s | what | | done | refused | 503 | cut off | longest without success, s"
                + " | at most | last failure after, s | slowest answer, s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < events.size(); i++) {
            long to = i + 1 < events.size() ? events.get(i + 1).at() : end;
            for (boolean isWrite : new boolean[] {false, true}) {
                System.out.printf(
                        Locale.ROOT,
                        "| %.0f | %s | %s |%s%n",
                        seconds(begin, events.get(i).at()),
                        events.get(i).what(),
                        isWrite ? "writes" : "reads",
                        figures(isWrite, i, to, end));
            }
        }
        System.out.printf(
                Locale.ROOT, "%nThe machine stood still for %.1f s in all%n%n", pauses.between(begin, end) / 1e9);
        for (Sample sample : samples) {
            String when = String.format(
                    Locale.ROOT,
                    "%.3f s: %s after %.3f s: ",
                    seconds(begin, sample.answered()),
                    sample.outcome(),
                    sample.took() / 1e9);
            if (sample.outcome() == Outcome.WRONG || sample.outcome() == Outcome.STALE) {
                failures.add(when + sample.what());
            } else if (sample.took() > slowest * 1e9) {
                failures.add(when + sample.what() + ": longer than " + slowest + " s");
            }
        }
    }

    /**
     * Of what was answered in that time. A time without success counts where it ends; but not what of it was before the
     * event, where there was no bound, nor while the machine stood still.
     */
    private String figures(boolean isWrite, int index, long to, long end) {
        Event event = events.get(index);
        long from = event.at();
        List<Sample> all = samples.stream()
                .filter(sample -> sample.isWrite() == isWrite && sample.answered() < to)
                .sorted(Comparator.comparingLong(Sample::answered))
                .toList();
        StringBuilder cells = new StringBuilder();
        for (Outcome outcome : List.of(Outcome.DONE, Outcome.REFUSED, Outcome.UNAVAILABLE, Outcome.CUT_OFF)) {
            cells.append(' ').append(in(all, from, outcome).count()).append(" |");
        }
        boolean wasBounded = index > 0 && Double.isFinite(events.get(index - 1).bound());
        long longest = 0;
        long last = events.get(0).at();
        for (Sample sample : in(all, Long.MIN_VALUE, Outcome.DONE).toList()) {
            if (sample.answered() >= from) {
                longest = Math.max(longest, worked(wasBounded ? last : Math.max(last, from), sample.answered()));
            }
            last = sample.answered();
        }
        if (to == end) {
            longest = Math.max(longest, worked(Math.max(last, from), end));
        }
        if (longest > event.bound() * 1e9) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s: nobody could %s for %.2f s",
                    event.what(),
                    isWrite ? "write" : "read",
                    longest / 1e9));
        }
        String failure = Stream.of(Outcome.UNAVAILABLE, Outcome.CUT_OFF)
                .flatMap(outcome -> in(all, from, outcome))
                .map(Sample::answered)
                .max(Long::compare)
                .map(at -> String.format(Locale.ROOT, "%.1f", seconds(from, at)))
                .orElse("");
        long slow = all.stream()
                .filter(sample -> sample.answered() >= from)
                .mapToLong(Sample::took)
                .max()
                .orElse(0);
        String bound = Double.isFinite(event.bound()) ? String.format(Locale.ROOT, "%.0f", event.bound()) : "";
        return cells.append(String.format(
                        Locale.ROOT, " %.2f | %s | %s | %.2f |", longest / 1e9, bound, failure, slow / 1e9))
                .toString();
    }

    /** Nanoseconds between these in which the machine was at work. */
    private long worked(long from, long to) {
        return to - from - pauses.between(from, to);
    }

    private static Stream<Sample> in(List<Sample> all, long from, Outcome outcome) {
        return all.stream().filter(sample -> sample.answered() >= from && sample.outcome() == outcome);
    }

    /** Whether each image is as it was last acknowledged, and nothing else is there. */
    private void lookForLost() {
        int before = failures.size();
        Set<String> ours = new HashSet<>();
        images.forEach(image -> ours.add(image.location));
        for (User owner : OWNERS) {
            String list = send("GET", "/images/detail", owner, List.of()).body();
            untrue(known(image -> image.owner == owner), list).forEach(one -> failures.add("lost: " + one));
            texts(json(list), "location").stream()
                    .filter(location -> location.contains("/" + container + "/") && !ours.contains(location))
                    .forEach(location -> failures.add("never asked for: " + location));
        }
        for (Image image : images) {
            if (image.id != null) {
                lookForLost("owner", image, image.owner, Known::tellsOwner);
                lookForLost("member", image, image.member, Known::tellsMember);
            }
        }
        System.out.printf(
                "%d requests, %d acknowledged changes of %d images, %d of them unregistered: %d lost%n",
                samples.size(),
                samples.stream()
                        .filter(sample -> sample.isWrite() && sample.outcome() == Outcome.DONE)
                        .count(),
                images.size(),
                images.stream().filter(image -> image.registered.known() == 2).count(),
                failures.size() - before);
    }

    private interface Teller {
        boolean tells(Known known, HttpResponse<String> answer);
    }

    private void lookForLost(String who, Image image, User caller, Teller teller) {
        Known known = image.known();
        var answer = send("HEAD", "/images/" + image.id, caller, List.of());
        if (answer == null || !teller.tells(known, answer)) {
            failures.add("lost: " + known + ": " + (answer == null ? "no answer" : who + " is told " + answer));
        }
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
