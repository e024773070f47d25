package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;

/** Database and object store may be as old as they like, each of them, whenever {@code mvn jetty:run} starts. */
@Timeout(120)
@Tag("long")
class SamplesTest {
    private static final int ALL = 14;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Service start(String database, String cloud) {
        return Service.startWithCloud(
                Map.of(
                        "plankton.database.url",
                        EmbeddedMariaDb.shared().jdbcUrl(database),
                        "plankton.database.user",
                        "root",
                        "plankton.admins",
                        User.ADMIN.account(),
                        "plankton.limits.metadata",
                        "32768"),
                folder.resolve(cloud));
    }

    @Test
    void areMadeInADatabaseThatHasNoneThoughTheStoreHasTheirFiles() throws Exception {
        try (Service service = start("samples_first", "cloud")) {
            new Samples(client, service.address()).complete();
        }
        try (Service service = start("samples_second", "cloud")) {
            new Samples(client, service.address()).complete();

            assertThat(registered(service)).hasSize(ALL);
        }
    }

    @Test
    void areLeftAsTheyWereChangedAndUnregisteredAndGivenAway() throws Exception {
        try (Service service = start("samples_changed", "cloud")) {
            new Samples(client, service.address()).complete();
            Map<String, String> before = registered(service);
            send(service, User.BOB, "PUT", before.get("Experiment"), "Name", "Renamed before it went");
            send(service, User.BOB, "DELETE", before.get("Experiment"));
            send(service, User.ALICE, "PUT", before.get("Build server"), "Name", "Mine", "Property-OS", "hurd");
            send(service, User.ADMIN, "PUT", before.get("Debian Base"), "Owner", User.BOB.account());
            String changed = details(service);

            new Samples(client, service.address()).complete();

            assertThat(details(service)).isEqualTo(changed).contains("hurd").doesNotContain("Experiment");
            assertThat(registered(service)).hasSize(ALL - 1);
        }
    }

    /** As when nobody came to the end of the first start. */
    @Test
    void areMadeOneByOne() throws Exception {
        try (Service service = start("samples_one", "cloud")) {
            new Samples(client, service.address()).complete();
            String id = registered(service).get("Windows Server");
            send(service, User.ADMIN, "DELETE", id);
            forget(id, "samples_one");

            new Samples(client, service.address()).complete();

            assertThat(registered(service)).containsKey("Windows Server").hasSize(ALL);
        }
    }

    /** {@code mvn clean} takes the store's files with it, and not a database elsewhere. */
    @Test
    void getNewFilesWhereTheStoreHasLostThem() throws Exception {
        for (String cloud : new String[] {"first", "second", "third"}) {
            try (Service service = start("samples_kept", cloud)) {
                new Samples(client, service.address()).complete();

                assertThat(registered(service)).hasSize(ALL);
                assertThat(client.send(
                                        HttpRequest.newBuilder(URI.create(service.address() + DevelopmentStart.STORE
                                                        + "/" + User.BOB.account() + "/images/experiment.diskdump"))
                                                .header("X-Auth-Token", User.BOB.token())
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .contains("Experiment");
            }
        }
    }

    @Test
    void thatWereUnregisteredStayAwayThoughTheStoreHasLostTheirFiles() throws Exception {
        try (Service service = start("samples_gone", "first")) {
            new Samples(client, service.address()).complete();
            send(service, User.BOB, "DELETE", registered(service).get("Experiment"));
        }
        try (Service service = start("samples_gone", "second")) {
            new Samples(client, service.address()).complete();

            assertThat(registered(service)).doesNotContainKey("Experiment").hasSize(ALL - 1);
        }
    }

    /** The registry remembers what was unregistered for {@code plankton.deleted.keep} days; these are over. */
    private static void forget(String id, String database) throws Exception {
        try (var connection = EmbeddedMariaDb.shared().connect(database);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM image WHERE id = UNHEX('" + id.replace("-", "")
                            + "') AND deleted_at IS NOT NULL"))
                    .isEqualTo(1);
        }
    }

    /** Ids by name, of all users' images. */
    private Map<String, String> registered(Service service) throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (User user : User.values()) {
            String list = send(service, user, "GET", "");
            for (JsonNode image : new ObjectMapper().readTree(list)) {
                found.put(image.path("name").asText(), image.path("id").asText());
            }
        }
        return found;
    }

    private String details(Service service) throws Exception {
        StringBuilder all = new StringBuilder();
        for (User user : User.values()) {
            all.append(send(service, user, "GET", "detail"));
        }
        return all.toString();
    }

    /** The answer's body; it has to be a success. Fields are name, value, name, value, … */
    private String send(Service service, User user, String method, String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(service.address() + "/images" + (path.isEmpty() ? "" : "/" + path)))
                .header("X-Auth-Token", user.token())
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < fields.length; i += 2) {
            request.header("X-Image-Meta-" + fields[i], fields[i + 1]);
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
