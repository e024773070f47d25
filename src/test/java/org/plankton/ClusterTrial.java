package org.plankton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import java.util.stream.Stream;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/**
 * Keeps several Planktons behind a load balancer busy while somebody else kills parts of what they need, and says what
 * their clients noticed of it. {@code .ci/galera} runs it.
 *
 * <p>Every line of the standard input tells what has just been done; its end ends the work. Then everything that was
 * acknowledged has to be there as it was last acknowledged, and nothing of what was refused. What became of a change
 * without an acknowledgement (503, or no answer at all) is open: it happened wholly or not at all. Its client repeats
 * it.
 *
 * <p>Prints a table, and ends with 0 unless something was lost or an answer was wrong: 500, say.
 */
final class ClusterTrial {
    private static final int CLIENTS = 8;

    /** Nanoseconds from a client's request to its next one, at least. */
    private static final long PACE = 50_000_000;

    private static final String CONTAINER = "trial";

    /** What an image that is not registered has for a content. */
    private static final String NOTHING = "nothing";

    private static final List<User> OWNERS = List.of(User.ALICE, User.BOB, User.CAROL);

    private enum Outcome {
        DONE,
        REFUSED,
        UNAVAILABLE,
        /** No answer, or the load balancer's that it got none. */
        CUT_OFF,
        /** An image that is not there though it was acknowledged, or an earlier state of it. */
        STALE,
        WRONG
    }

    /** One request: whether it was to change something, when its answer came, and after how many nanoseconds. */
    private record Sample(boolean isWrite, long answered, long took, Outcome outcome, String what) {}

    private record Event(long at, String what) {}

    /** A file, and what may be registered of it. Of one client, one thread, alone. */
    private static final class Image {
        final User owner;
        final String location;
        final Set<String> possible = new HashSet<>(Set.of(NOTHING));
        String id;
        int turn;
        boolean isOpen;

        Image(User owner, String location) {
            this.owner = owner;
            this.location = location;
        }
    }

    private final Client service;
    private final Client store;
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Event> events = new ArrayList<>();
    private final AtomicInteger files = new AtomicInteger();
    private volatile boolean isOver;

    private ClusterTrial(String service, String cloud) {
        this.service = new Client(service);
        this.store = new Client(cloud + "/cloud/object-store/v1");
    }

    /** @param arguments the load balancer's address, and the development cloud's */
    public static void main(String[] arguments) throws Exception {
        boolean isGood = new ClusterTrial(arguments[0], arguments[1]).run();
        System.exit(isGood ? 0 : 1);
    }

    private boolean run() throws Exception {
        for (User owner : OWNERS) {
            store.send("PUT", "/" + owner.account() + "/" + CONTAINER, owner.token());
        }
        List<Image> images = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Image>>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                work.add(clients.submit(() -> work(OWNERS.get(number % OWNERS.size()), new Random(number))));
            }
            happened("at work, " + CLIENTS + " clients");
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                happened(line);
            }
            isOver = true;
            for (Future<List<Image>> one : work) {
                images.addAll(one.get());
            }
        } finally {
            clients.shutdownNow();
        }
        report();
        return isKept(images) & hasNo(Outcome.WRONG);
    }

    private void happened(String what) {
        events.add(new Event(System.nanoTime(), what));
        System.out.printf(Locale.ROOT, "%6.1f s: %s%n", seconds(events.get(0).at(), System.nanoTime()), what);
    }

    /** What one client does until the work is over. Returns the images that it has tried to register. */
    private List<Image> work(User owner, Random random) {
        List<Image> images = new ArrayList<>();
        for (long next = System.nanoTime(); !isOver; next = Math.max(next + PACE, System.nanoTime())) {
            LockSupport.parkNanos(next - System.nanoTime());
            Image open =
                    images.stream().filter(image -> image.isOpen).findFirst().orElse(null);
            int dice = random.nextInt(100);
            if (images.isEmpty() || dice < 10 && open == null) {
                images.add(upload(owner));
                register(images.get(images.size() - 1));
            } else if (dice < 25) {
                change(open == null ? images.get(random.nextInt(images.size())) : open);
            } else if (dice < 28) {
                registerNothing(owner);
            } else if (dice < 43) {
                ask(false, "GET", "/images?limit=20", owner);
            } else {
                look(images.get(random.nextInt(images.size())));
            }
        }
        return images;
    }

    private Image upload(User owner) {
        String path = "/" + owner.account() + "/" + CONTAINER + "/file-" + files.incrementAndGet();
        store.send("PUT", path, owner.token(), "content", "Content-Type", "text/plain");
        return new Image(owner, "pithos:/" + path);
    }

    /** A change that is open is repeated as it was. */
    private void change(Image image) {
        if (image.id == null) {
            register(image);
        } else {
            write(image, "PUT", "/images/" + image.id);
        }
    }

    private void register(Image image) {
        write(image, "POST", "/images", "X-Image-Meta-Location", image.location);
    }

    /** Name and property tell the same, so that half a change would be noticed. */
    private void write(Image image, String method, String path, String... headers) {
        String content = String.valueOf(image.isOpen ? image.turn : ++image.turn);
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-Image-Meta-Name", "name " + content, "X-Image-Meta-Property-Turn", content));
        image.possible.add(content);
        var answer = ask(true, method, path, image.owner, all.toArray(String[]::new));
        image.isOpen = answer == null || answer.statusCode() != 200;
        if (!image.isOpen) {
            image.possible.retainAll(Set.of(content));
            image.id = answer.headers().firstValue("X-Image-Meta-Id").orElseThrow();
        }
    }

    /** A file that is not there: refused, whatever else happens. */
    private void registerNothing(User owner) {
        String location = "pithos://" + owner.account() + "/" + CONTAINER + "/no-file-" + files.incrementAndGet();
        ask(true, "POST", "/images", owner, "X-Image-Meta-Name", "refused", "X-Image-Meta-Location", location);
    }

    private void look(Image image) {
        if (image.id == null) {
            ask(false, "GET", "/images?limit=20", image.owner);
            return;
        }
        long start = System.nanoTime();
        HttpResponse<String> answer = send("HEAD", "/images/" + image.id, image.owner);
        Outcome outcome = outcome(answer);
        if (outcome == Outcome.DONE && !image.possible.contains(content(answer)) || outcome == Outcome.REFUSED) {
            outcome = Outcome.STALE;
        }
        record(false, start, outcome, "HEAD");
    }

    private static String content(HttpResponse<String> answer) {
        String name = answer.headers().firstValue("X-Image-Meta-Name").orElse("");
        String turn = answer.headers().firstValue("X-Image-Meta-Property-Turn").orElse("");
        return name.equals("name " + turn) ? turn : "half";
    }

    /** @return null if there was no answer */
    private HttpResponse<String> ask(boolean isWrite, String method, String path, User caller, String... headers) {
        long start = System.nanoTime();
        HttpResponse<String> answer = send(method, path, caller, headers);
        record(isWrite, start, outcome(answer), method + (answer == null ? "" : " " + answer.statusCode()));
        return answer;
    }

    private HttpResponse<String> send(String method, String path, User caller, String... headers) {
        try {
            return service.send(method, path, caller.token(), "", headers);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static Outcome outcome(HttpResponse<?> answer) {
        if (answer == null) {
            return Outcome.CUT_OFF;
        }
        int status = answer.statusCode();
        return switch (status) {
            case 200 -> Outcome.DONE;
            case 503 -> Outcome.UNAVAILABLE;
            case 502, 504 -> Outcome.CUT_OFF;
            default -> status >= 400 && status < 500 ? Outcome.REFUSED : Outcome.WRONG;
        };
    }

    private void record(boolean isWrite, long start, Outcome outcome, String what) {
        long now = System.nanoTime();
        samples.add(new Sample(isWrite, now, now - start, outcome, what));
    }

    private void report() {
        long begin = events.get(0).at();
        System.out.println();
        System.out.println("| at, s | what | | done | refused | 503 | cut off | stale | wrong"
                + " | longest without success, s | last failure after, s | slowest success, s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < events.size(); i++) {
            long from = events.get(i).at();
            long to = i + 1 < events.size() ? events.get(i + 1).at() : Long.MAX_VALUE;
            for (boolean isWrite : new boolean[] {false, true}) {
                System.out.printf(
                        Locale.ROOT,
                        "| %.0f | %s | %s |%s%n",
                        seconds(begin, from),
                        events.get(i).what(),
                        isWrite ? "writes" : "reads",
                        figures(isWrite, from, to));
            }
        }
        System.out.println();
        samples.stream()
                .filter(sample -> sample.outcome() == Outcome.WRONG || sample.outcome() == Outcome.STALE)
                .forEach(sample -> System.out.printf(
                        Locale.ROOT,
                        "%.3f s: %s %s%n",
                        seconds(begin, sample.answered()),
                        sample.outcome(),
                        sample.what()));
    }

    /** Of what was answered in that time. A time without success counts where it ends. */
    private String figures(boolean isWrite, long from, long to) {
        List<Sample> all = samples.stream()
                .filter(sample -> sample.isWrite() == isWrite && sample.answered() < to)
                .sorted((one, other) -> Long.compare(one.answered(), other.answered()))
                .toList();
        StringBuilder cells = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            cells.append(' ').append(in(all, from, outcome).count()).append(" |");
        }
        long longest = 0;
        long slowest = 0;
        long last = events.get(0).at();
        for (Sample sample : in(all, Long.MIN_VALUE, Outcome.DONE).toList()) {
            if (sample.answered() >= from) {
                longest = Math.max(longest, sample.answered() - last);
                slowest = Math.max(slowest, sample.took());
            }
            last = sample.answered();
        }
        String failure = Stream.of(Outcome.UNAVAILABLE, Outcome.CUT_OFF, Outcome.STALE, Outcome.WRONG)
                .flatMap(outcome -> in(all, from, outcome))
                .map(Sample::answered)
                .max(Long::compare)
                .map(at -> String.format(Locale.ROOT, "%.1f", seconds(from, at)))
                .orElse("");
        return cells.append(String.format(Locale.ROOT, " %.2f | %s | %.2f |", longest / 1e9, failure, slowest / 1e9))
                .toString();
    }

    private static Stream<Sample> in(List<Sample> all, long from, Outcome outcome) {
        return all.stream().filter(sample -> sample.answered() >= from && sample.outcome() == outcome);
    }

    private boolean hasNo(Outcome outcome) {
        return samples.stream().noneMatch(sample -> sample.outcome() == outcome);
    }

    /** Whether each image is registered with a content that it may have, and nothing else is. */
    private boolean isKept(List<Image> images) throws IOException {
        Map<String, String> registered = new HashMap<>();
        for (User owner : OWNERS) {
            for (JsonNode image : new ObjectMapper()
                    .readTree(
                            service.send("GET", "/images/detail", owner.token()).body())) {
                String turn = image.path("properties").path("turn").textValue();
                boolean isWhole = image.path("name").textValue().equals("name " + turn);
                registered.put(image.path("location").textValue(), isWhole ? turn : "half");
            }
        }
        int lost = 0;
        int open = 0;
        for (Image image : images) {
            String found = registered.getOrDefault(image.location, NOTHING);
            if (!image.possible.contains(found)) {
                System.out.println("lost: " + image.location + " is " + found + ", not " + image.possible);
                lost++;
            }
            open += image.isOpen ? 1 : 0;
            registered.remove(image.location);
        }
        registered.forEach((location, turn) -> System.out.println("never acknowledged: " + location + " " + turn));
        System.out.printf(
                "%d images: %d not as they were last acknowledged, %d of them open; %d that there should not be%n",
                images.size(), lost, open, registered.size());
        return lost == 0 && registered.isEmpty();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
