package org.plankton.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.plankton.cloud.User;

/**
 * Clients that register and change images while the service or what it needs is killed, and keep what they were told.
 * Each image is one client's alone. What became of a change that was not acknowledged is open: all of it, or nothing.
 */
final class Writers implements AutoCloseable {
    private static final User[] OWNERS = {User.ALICE, User.BOB, User.CAROL};
    private static final int IMAGES = 20; // of each client
    private static final Duration PACE = Duration.ofMillis(20);

    /** What an image has for a content that is not registered. */
    private static final int NOTHING = 0;

    /** What no client has written. */
    private static final int HALF = -1;

    private final Testbed bed;
    private final List<List<Image>> images;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicIntegerArray turns = new AtomicIntegerArray(OWNERS.length);
    private final Callers callers;

    private static final class Image {
        final String location;
        final Set<Integer> possible = new HashSet<>(Set.of(NOTHING));
        String id;

        Image(String location) {
            this.location = location;
        }
    }

    Writers(Testbed bed) {
        this.bed = bed;
        this.images = Arrays.stream(OWNERS)
                .map(owner -> {
                    List<Image> own = new ArrayList<>();
                    for (int i = 0; i < IMAGES; i++) {
                        own.add(new Image(bed.file(owner)));
                    }
                    return own;
                })
                .toList();
        this.callers = new Callers(OWNERS.length, PACE, (client, number) -> write(client, number % IMAGES));
    }

    int acknowledged() {
        return acknowledged.get();
    }

    Latency latency() {
        return callers.latency();
    }

    /** Name and property tell the same, so that half a change is noticed. */
    private int write(int client, int number) {
        Image image = images.get(client).get(number);
        String token = OWNERS[client].token();
        int turn = turns.incrementAndGet(client);
        image.possible.add(turn);
        String name = "turn " + turn;
        String[] property = {"X-Image-Meta-Property-Turn", String.valueOf(turn)};
        HttpResponse<String> answer = image.id == null
                ? bed.client().register(token, name, image.location, property)
                : bed.client()
                        .send(
                                "PUT",
                                "/images/" + image.id,
                                token,
                                "",
                                "X-Image-Meta-Name",
                                name,
                                property[0],
                                property[1]);
        if (answer.statusCode() == 200) {
            image.id = answer.headers().firstValue("X-Image-Meta-Id").orElseThrow();
            image.possible.retainAll(Set.of(turn));
            acknowledged.incrementAndGet();
        }
        return Calls.status(answer);
    }

    /** Waits until each client has been answered. */
    @Override
    public void close() {
        callers.close();
    }

    /** Those images that are not as they were acknowledged; once this is closed. */
    List<String> lost() throws IOException {
        List<String> lost = new ArrayList<>();
        for (int client = 0; client < OWNERS.length; client++) {
            Map<String, Integer> registered = registered(OWNERS[client]);
            for (Image image : images.get(client)) {
                int found =
                        Optional.ofNullable(registered.remove(image.location)).orElse(NOTHING);
                if (!image.possible.contains(found)) {
                    lost.add(image.location + " is " + found + ", not " + image.possible);
                }
            }
        }
        return lost;
    }

    private Map<String, Integer> registered(User owner) throws IOException {
        HttpResponse<String> list = bed.client().send("GET", "/images/detail", owner.token());
        if (list.statusCode() != 200) {
            throw new UncheckedIOException(new IOException(list + " " + list.body()));
        }
        Map<String, Integer> registered = new HashMap<>();
        for (JsonNode image : new ObjectMapper().readTree(list.body())) {
            int turn = image.path("properties").path("turn").asInt(HALF);
            boolean isWhole = image.path("name").asText().equals("turn " + turn);
            registered.put(image.path("location").asText(), isWhole ? turn : HALF);
        }
        return registered;
    }
}
