package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** Clients that ask for much, and take little of it. */
@Tag("long")
class SlowReadersTest {
    /** More than a page has. */
    private static final int IMAGES = 1_100;

    private static final int PAGE = 1_000;

    /** Characters of each image's metadata: some 28 KB. */
    private static final int SAID = 28_000;

    private static final int READERS = 20;

    private static final List<String> PAGES = List.of(
            "/images/detail?limit=1000",
            "/v1.0/images/detail?limit=1000",
            "/v1/images/detail?limit=1000",
            "/v2/images?limit=1000");

    @TempDir
    private static Path folder;

    private static Parties parties;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        parties.makeTables();
        for (User user : List.of(User.ALICE, User.BOB, User.CAROL)) {
            parties.insertImages(user, IMAGES, SAID);
        }
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    /** The ids of the array's images, as far as it comes. */
    private static List<String> ids(InputStream body) throws IOException {
        List<String> ids = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                boolean isId = json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("id");
                if (isId && json.getParsingContext().getParent().inArray()) {
                    json.nextToken();
                    ids.add(json.getText());
                }
            }
        }
        return ids;
    }

    private static List<String> page(Client client, String path, User user) throws IOException {
        HttpResponse<InputStream> answer = client.open(path, user.token());
        assertThat(answer.statusCode()).isEqualTo(200);
        return ids(answer.body());
    }

    /** With a heap that takes ten of these pages, if they are held whole. */
    @Test
    void slowReadersOfPagesTakeLittleMemoryAndNobodysTurn() throws IOException {
        try (ServiceProcess process =
                ServiceProcess.start(parties.settings("plankton.limits.requests", "200"), "-Xmx512m")) {
            Client client = new Client(process.address());
            PAGES.forEach(path -> assertThat(
                            client.send("GET", path, User.BOB.token()).statusCode())
                    .isEqualTo(200));
            long before = process.usedHeap();
            List<InputStream> slow = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    for (String path : PAGES) {
                        HttpResponse<InputStream> answer = client.open(path, User.ALICE.token());
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(answer.body().readNBytes(1000)).hasSize(1000);
                        slow.add(answer.body());
                    }
                }
                long each = (process.usedHeap() - before) / slow.size();

                assertThat(each).isLessThan(2 << 20);
                for (String path : PAGES) {
                    assertThat(page(client, path, User.ALICE)).hasSize(PAGE).doesNotHaveDuplicates();
                }
            } finally {
                for (InputStream body : slow) {
                    body.close();
                }
            }
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void slowReadersOfLongListsKeepNobodyFromTheirs() throws IOException {
        try (ServiceProcess process = ServiceProcess.start(
                parties.settings("plankton.database.connections", "2", "plankton.limits.requests", "200"),
                "-Xmx256m")) {
            Client client = new Client(process.address());
            List<InputStream> slow = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    for (User user : List.of(User.ALICE, User.BOB, User.CAROL)) {
                        HttpResponse<InputStream> answer = client.open("/images/detail", user.token());
                        assertThat(answer.statusCode()).isEqualTo(200);
                        slow.add(answer.body());
                    }
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(page(client, "/images", User.CAROL)).hasSize(IMAGES);
                }
                assertThat(ids(slow.get(slow.size() - 1))).hasSize(IMAGES);
            } finally {
                for (InputStream body : slow) {
                    body.close();
                }
            }
        }
    }

    /** What is sent before the first byte tells of the whole page. */
    @ParameterizedTest
    @CsvSource({"/images/detail,30", "/v1.0/images/detail,300", "/v1/images/detail,300"})
    void aPageOfManyPiecesHasATagAndANextPageAsOthersHave(String path, int limit) throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            List<String> paged = new ArrayList<>();
            String query = "?limit=" + limit;
            for (int i = 0; i < 4; i++) {
                HttpResponse<InputStream> answer = client.open(path + query, User.BOB.token());
                List<String> ids = ids(answer.body());
                paged.addAll(ids);
                String tag = answer.headers().firstValue("ETag").orElseThrow();
                assertThat(client.open(path + query, User.BOB.token(), "If-None-Match", tag)
                                .statusCode())
                        .isEqualTo(304);
                if (!path.startsWith("/v1/")) {
                    assertThat(answer.headers().firstValue("Link").orElseThrow())
                            .contains("marker=" + ids.get(ids.size() - 1));
                }
                query = "?limit=" + limit + "&marker=" + ids.get(ids.size() - 1);
                if (paged.size() + limit > IMAGES) {
                    break;
                }
            }
            List<String> whole = page(client, path + "?limit=1000", User.BOB);
            assertThat(paged).isEqualTo(whole.subList(0, paged.size()));
        }
    }

    /** Images are gone that it would have had; and a client that is sent fewer takes the page for the last. */
    @ParameterizedTest
    @CsvSource({"/v1/images/detail", "/v2/images"})
    void aClientOfGlanceComesToEveryImageThoughOthersAreUnregisteredWhileItReads(String path) throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            List<String> all = page(client, "/v1/images/detail?limit=1000", User.ALICE);
            int last = all.size() - 1;
            HttpResponse<InputStream> answer = client.open(path + "?limit=" + all.size(), User.ALICE.token());
            for (String gone : List.of(all.get(last), all.get(last - 1))) {
                assertThat(client.send("DELETE", "/images/" + gone, User.ALICE.token())
                                .statusCode())
                        .isLessThan(300);
            }
            byte[] body = answer.body().readAllBytes();
            List<String> first = ids(new ByteArrayInputStream(body));

            assertThat(first).doesNotHaveDuplicates().doesNotContain(all.get(last), all.get(last - 1));
            assertThat(first).hasSize(all.size());
            if (path.startsWith("/v2/")) {
                assertThat(new String(body, StandardCharsets.UTF_8))
                        .contains("\"next\":\"/v2/images?limit=1000&marker=" + first.get(first.size() - 1));
            }
            assertThat(first).startsWith(all.subList(0, last - 1).toArray(String[]::new));
        }
    }

    /** So that no image is left behind which the page could go on. */
    @Test
    void aPageGoesOnBehindImagesThatAreAllGone() throws IOException {
        parties.insertImages(User.ADMIN, IMAGES, SAID);
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            List<String> all = new ArrayList<>(page(client, "/images?sort_dir=desc", User.ADMIN));
            HttpResponse<InputStream> first = client.open("/v1/images/detail?limit=1000", User.ADMIN.token());
            HttpResponse<InputStream> second = client.open("/v2/images?limit=1000", User.ADMIN.token());
            parties.execute(all.subList(0, PAGE).stream()
                    .map(id -> "UNHEX('" + id.replace("-", "") + "')")
                    .collect(Collectors.joining(",", "DELETE FROM image WHERE id IN (", ")")));
            byte[] body = second.body().readAllBytes();

            for (List<String> ids : List.of(ids(first.body()), ids(new ByteArrayInputStream(body)))) {
                assertThat(ids)
                        .hasSizeLessThan(PAGE)
                        .doesNotHaveDuplicates()
                        .endsWith(all.subList(PAGE, IMAGES).toArray(String[]::new));
            }
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .contains("\"next\":\"/v2/images?limit=1000&marker=" + all.get(IMAGES - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"/images/detail", "/v1/images/detail", "/v2/images"})
    void aPageThatTheDatabaseDoesNotFinishDoesNotLookFinished(String path) throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            InputStream page =
                    client.open(path + "?limit=1000", User.CAROL.token()).body();
            page.readNBytes(1000);

            parties.execute("RENAME TABLE image_member TO elsewhere");
            try {
                assertThatThrownBy(page::readAllBytes).isInstanceOf(IOException.class);
            } finally {
                parties.execute("RENAME TABLE elsewhere TO image_member");
            }
        }
    }
}
