package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Together;

/** The service is killed while clients register images, and started again. */
@Tag("long")
class CrashTest {
    private static final int IMAGES = 200;
    private static final int THREADS = 4;
    private static final String ALICE = User.ALICE.token();

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedIsThereAndNothingIsThereByHalf() throws Exception {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder)) {
            List<String> locations = IntStream.range(0, IMAGES)
                    .mapToObj(i -> parties.upload(User.ALICE, file(i)))
                    .toList();

            Set<Integer> acknowledged = registerUntilKilled(parties, locations);
            assertThat(acknowledged).hasSizeBetween(IMAGES / 2, IMAGES - 1);

            try (ServiceProcess again = ServiceProcess.start(parties.settings())) {
                Client client = new Client(again.address());
                assertThat(registered(client).keySet()).containsAll(acknowledged);

                for (int i = 0; i < IMAGES; i++) {
                    if (!acknowledged.contains(i)) {
                        assertThat(register(client, i, locations.get(i))).isEqualTo(200);
                    }
                }
                Map<Integer, String> ids = registered(client);
                assertThat(ids).hasSize(IMAGES);
                ids.forEach((i, id) ->
                        assertThat(parties.sharing(User.ALICE, file(i))).isEqualTo(parties.recordedSharing(id)));
            }
        }
    }

    /** The numbers of those that were answered. */
    private static Set<Integer> registerUntilKilled(Parties parties, List<String> locations) throws Exception {
        Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
        try (ServiceProcess process = ServiceProcess.start(parties.settings())) {
            Client client = new Client(process.address());
            Together.run(THREADS, number -> {
                for (int i = number; i < IMAGES; i += THREADS) {
                    try {
                        assertThat(register(client, i, locations.get(i))).isEqualTo(200);
                    } catch (UncheckedIOException e) {
                        assertThat(acknowledged.size()).isGreaterThanOrEqualTo(IMAGES / 2);
                        return null; // killed
                    }
                    acknowledged.add(i);
                    if (acknowledged.size() == IMAGES / 2) {
                        process.kill();
                    }
                }
                return null;
            });
        }
        return acknowledged;
    }

    /** Every other one is published, which the store is told too. */
    private static int register(Client client, int i, String location) {
        return client.register(
                        ALICE,
                        "name " + i,
                        location,
                        "X-Image-Meta-Property-First",
                        "first " + i,
                        "X-Image-Meta-Property-Second",
                        "second " + i,
                        "X-Image-Meta-Is-Public",
                        String.valueOf(i % 2 == 0))
                .statusCode();
    }

    /** The ids of what is registered, by number; all of it is whole. */
    private static Map<Integer, String> registered(Client client) throws IOException {
        Map<Integer, String> ids = new TreeMap<>();
        for (JsonNode image : new ObjectMapper()
                .readTree(client.send("GET", "/images/detail", ALICE).body())) {
            int i = Integer.parseInt(image.path("name").textValue().substring("name ".length()));
            assertThat(image.path("location").textValue()).isEqualTo(Parties.location(User.ALICE, file(i)));
            assertThat(image.path("is_public").booleanValue()).isEqualTo(i % 2 == 0);
            assertThat(image.path("properties").toString())
                    .isEqualTo("{\"first\":\"first " + i + "\",\"second\":\"second " + i + "\"}");
            assertThat(client.send("HEAD", "/images/" + image.path("id").textValue(), ALICE)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ids.put(i, image.path("id").textValue())).isNull();
        }
        return ids;
    }

    private static String file(int i) {
        return "file-" + i;
    }
}
