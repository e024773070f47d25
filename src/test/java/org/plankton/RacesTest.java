package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Together;

/** Eight clients change one image at once, through two servers that share a database. */
@Tag("long")
class RacesTest {
    private static final int THREADS = 8;
    private static final String ALICE = User.ALICE.token();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static List<Service> services;
    private static List<Client> clients;

    private final String file = "file-" + NUMBER.incrementAndGet();
    private String location;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        services = List.of(Service.start(parties.settings()), Service.start(parties.settings()));
        clients =
                services.stream().map(service -> new Client(service.address())).toList();
    }

    @AfterAll
    static void stop() {
        services.forEach(Service::close);
        parties.close();
    }

    private static Client client(int number) {
        return clients.get(number % clients.size());
    }

    private String register() {
        location = parties.upload(User.ALICE, file);
        return client(0).registered(ALICE, file, location);
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-image-meta-id").orElseThrow();
    }

    @RepeatedTest(10)
    void registrationsOfOneLocationMakeOneImageAndAllSucceed() throws Exception {
        location = parties.upload(User.ALICE, file);

        List<HttpResponse<String>> answers = Together.run(
                THREADS,
                number -> client(number)
                        .register(
                                ALICE,
                                "name-" + number,
                                location,
                                "X-Image-Meta-Property-Os",
                                "os-" + number,
                                "X-Image-Meta-Is-Public",
                                "true"));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(answers).extracting(RacesTest::id).containsOnly(id(answers.get(0)));
        List<String> images =
                parties.query("SELECT id, name, properties FROM readable_image WHERE location = '" + location + "'");
        assertThat(images).hasSize(1);
        // One registration as a whole, not the name of one and the properties of another.
        assertThat(images.get(0)).matches(id(answers.get(0)) + "\tname-(\\d)\t\\{\"os\":\"os-\\1\"}");
        assertThat(parties.sharing(User.ALICE, file)).isEqualTo("read=*");
    }

    @RepeatedTest(10)
    void registrationsOfOneLocationThroughGlanceMakeOneImageAndOneSucceeds() throws Exception {
        location = parties.upload(User.ALICE, file);

        List<HttpResponse<String>> answers =
                Together.run(THREADS, number -> registerAsGlance(client(number / 2), "name-" + number));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201, 409);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201)
                .extracting(HttpResponse::body)
                .allSatisfy(image -> assertThat(image).contains(onlyImage()));
        assertThat(parties.sharing(User.ALICE, file)).isEqualTo("read=*");
    }

    /** The guide's replace what is there, whoever was first; Glance's never do. */
    @RepeatedTest(10)
    void registrationsOfOneLocationThroughBothDialectsMakeOneImage() throws Exception {
        location = parties.upload(User.ALICE, file);

        List<HttpResponse<String>> answers = Together.run(
                THREADS,
                number -> number % 4 < 2
                        ? registerAsGlance(client(number), "name-" + number)
                        : client(number).register(ALICE, "name-" + number, location, "X-Image-Meta-Is-Public", "true"));

        String id = onlyImage();
        assertThat(answers).extracting(HttpResponse::statusCode).isSubsetOf(200, 201, 409);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 200)
                .hasSize(THREADS / 2)
                .allSatisfy(answer -> assertThat(id(answer)).isEqualTo(id));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201)
                .allSatisfy(answer -> assertThat(answer.body()).contains(id));
        assertThat(parties.sharing(User.ALICE, file)).isEqualTo("read=*");
    }

    private HttpResponse<String> registerAsGlance(Client client, String name) {
        return client.send(
                "POST",
                "/v1/images",
                ALICE,
                "",
                "X-Image-Meta-Name",
                name,
                "X-Image-Meta-Location",
                location,
                "X-Image-Meta-Disk_format",
                "raw",
                "X-Image-Meta-Container_format",
                "bare",
                "X-Image-Meta-Is_public",
                "True");
    }

    /** The id of the one image that the location has. */
    private String onlyImage() {
        List<String> ids = parties.query("SELECT id FROM readable_image WHERE location = '" + location + "'");
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }

    /** Each registers one of the two, some while the files change places. */
    @RepeatedTest(10)
    void filesThatChangePlacesWhileTheyAreRegisteredEndAtTheirOwnImages() throws Exception {
        List<String> locations =
                List.of(parties.upload(User.ALICE, file + "-a"), parties.upload(User.ALICE, file + "-b"));
        List<String> ids = locations.stream()
                .map(location -> id(client(0).register(ALICE, file, location, "X-Image-Meta-Is-Public", "true")))
                .toList();

        List<HttpResponse<String>> answers = Together.run(THREADS, number -> {
            if (number == 0) {
                parties.move(User.ALICE, file + "-a", file + "-c");
                parties.move(User.ALICE, file + "-b", file + "-a");
                parties.move(User.ALICE, file + "-c", file + "-b");
            }
            return client(number / 2).register(ALICE, file, locations.get(number % 2));
        });

        // Not there for a moment, gone between two looks, and so many others at once, are answers, too; that it is
        // wrong is
        // none.
        assertThat(answers).extracting(HttpResponse::statusCode).isSubsetOf(200, 400, 409, 503);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> last = client(i).register(ALICE, file, locations.get(i));
            assertThat(id(last)).isEqualTo(ids.get(1 - i));
            assertThat(parties.sharing(User.ALICE, file + (i == 0 ? "-a" : "-b")))
                    .isEmpty();
        }
        assertThat(parties.query("SELECT id, location, status, finding FROM readable_image WHERE location IN ('"
                        + String.join("', '", locations) + "') ORDER BY location"))
                .containsExactly(
                        ids.get(1) + "\t" + locations.get(0) + "\tavailable\t",
                        ids.get(0) + "\t" + locations.get(1) + "\tavailable\t");
    }

    @RepeatedTest(10)
    void updatesOfDifferentPropertiesLoseNone() throws Exception {
        String id = register();

        List<HttpResponse<String>> answers = Together.run(
                THREADS,
                number -> client(number)
                        .send("PUT", "/images/" + id, ALICE, "", "X-Image-Meta-Property-P" + number, "v" + number));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        HttpResponse<String> image = client(0).send("HEAD", "/images/" + id, ALICE);
        for (int i = 0; i < THREADS; i++) {
            assertThat(image.headers().firstValue("x-image-meta-property-p" + i))
                    .hasValue("v" + i);
        }
    }

    @RepeatedTest(5)
    void membersThatAreAddedAndRemovedAtOnceAreTheStoresReadersInTheEnd() throws Exception {
        String id = register();
        String members = "/images/" + id + "/members/";
        IntStream.range(0, THREADS).forEach(i -> client(0).send("PUT", members + "old-" + i, ALICE));

        List<List<Integer>> answers = Together.run(THREADS, number -> {
            int added =
                    client(number).send("PUT", members + "new-" + number, ALICE).statusCode();
            int removed = client(number + 1)
                    .send("DELETE", members + "old-" + number, ALICE)
                    .statusCode();
            return List.of(added, removed);
        });

        assertThat(answers).containsOnly(List.of(204, 204));
        assertThat(parties.recordedSharing(id))
                .isEqualTo("read=new-0,new-1,new-2,new-3,new-4,new-5,new-6,new-7")
                .isEqualTo(sorted(parties.sharing(User.ALICE, file)));
        assertThat(unsettledReaders()).isEmpty();
    }

    /**
     * Whoever comes at the wrong moment may be told that there is no such image, or to try again: no more than that.
     */
    @RepeatedTest(5)
    void aStormOfEveryKindOfChangeEndsWithRegistryAndStoreInStep() throws Exception {
        String id = register();

        List<List<Integer>> answers = Together.run(THREADS, number -> {
            Random random = new Random(number);
            List<Integer> mine = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                mine.add(anyChange(client(random.nextInt(2)), random.nextInt(7), "member-" + number, id));
            }
            return mine;
        });

        assertThat(answers).allSatisfy(mine -> assertThat(mine).isSubsetOf(200, 204, 404, 409));
        assertThat(answers).allSatisfy(mine -> assertThat(mine).containsAnyOf(200, 204));
        assertThat(parties.query("SELECT id FROM readable_image WHERE location = '" + location + "'"))
                .isSubsetOf(id);
        assertThat(sorted(parties.sharing(User.ALICE, file))).isEqualTo(parties.recordedSharing(id));
        assertThat(unsettledReaders()).isEmpty();
    }

    /** Of this test's file: of others' some may wait for the end of a change that the store has misanswered. */
    private List<String> unsettledReaders() {
        return parties.query("SELECT account FROM image_unsettled_reader WHERE location = '" + location + "'");
    }

    private int anyChange(Client client, int which, String member, String id) {
        String image = "/images/" + id;
        HttpResponse<String> answer = switch (which) {
            case 0 -> client.register(ALICE, file, location);
            case 1 -> client.register(ALICE, file, location, "X-Image-Meta-Is-Public", "true");
            case 2 -> client.send("DELETE", image, ALICE);
            case 3 -> client.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "true");
            case 4 -> client.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "false");
            case 5 -> client.send("PUT", image + "/members/" + member, ALICE);
            default ->
                client.send(
                        "PUT",
                        image + "/members",
                        ALICE,
                        "{\"memberships\":[{\"member_id\":\"" + member + "\"},{\"member_id\":\"other\"}]}");
        };
        return answer.statusCode();
    }

    /** {@code read=b,a} as {@code read=a,b}. */
    private static String sorted(String sharing) {
        return sharing.isEmpty()
                ? ""
                : "read="
                        + String.join(
                                ",",
                                new TreeSet<>(List.of(
                                        sharing.substring("read=".length()).split(","))));
    }
}
