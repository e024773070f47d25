package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Together;

/** Lists of a hundred thousand images. */
@Tag("long")
class LongListTest {
    private static final int LONG = 100_000;
    private static final int SHARED = 40_000;
    private static final int SHORT = 1_000;

    private static final int CONNECTIONS = 20;

    /** How many one account may be reading with so many connections. */
    private static final int LISTS = CONNECTIONS / 4;

    /** Who has so many images. */
    private static final User MANY = User.ALICE;

    private static final User FEW = User.BOB;

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Parties parties;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        parties.makeTables();
        parties.insertImages(MANY, LONG);
        parties.insertImages(FEW, SHORT);
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    private static ServiceProcess smallProcess() {
        return ServiceProcess.start(
                parties.settings("plankton.database.connections", String.valueOf(CONNECTIONS)), "-Xmx256m");
    }

    /** What is done when so many images have been read. */
    private interface Progress {
        void at(int images);
    }

    /** How many images the list has, which must be whole. */
    private static int read(Client client, String path, User user, Progress progress) throws IOException {
        int images = 0;
        try (InputStream body = client.open(path, user.token()).body();
                JsonParser json = new JsonFactory().createParser(body)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                json.skipChildren();
                images++;
                progress.at(images);
            }
            assertThat(json.currentToken()).isEqualTo(JsonToken.END_ARRAY);
            assertThat(json.nextToken()).isNull();
        }
        return images;
    }

    private static int head(Client client) {
        String id = String.format("%08x", LONG) + MANY.account().substring(8);
        return client.send("HEAD", "/images/" + id, MANY.token()).statusCode();
    }

    @Test
    void takesNoMoreMemoryForALongListThanForAShortOne() throws IOException {
        try (ServiceProcess process = smallProcess()) {
            Client client = new Client(process.address());
            long few = peak(process, client, FEW, SHORT);
            long many = peak(process, client, MANY, LONG);

            // As JSON the long list has some 80 MB.
            assertThat(many - few).isLessThan(16 << 20);
        }
    }

    private static long peak(ServiceProcess process, Client client, User user, int length) throws IOException {
        long[] peak = new long[1];
        int read = read(client, "/images/detail", user, images -> {
            if (images % (length / 5) == 1) {
                peak[0] = Math.max(peak[0], process.usedHeap());
                assertThat(head(client)).isEqualTo(200);
            }
        });
        assertThat(read).isEqualTo(length);
        return peak[0];
    }

    @Test
    void servesAsManyLongListsAsAnAccountMayHaveWithLittleMemoryAndOthersMeanwhile() throws Exception {
        try (ServiceProcess process = smallProcess()) {
            Client client = new Client(process.address());

            List<Integer> lengths = Together.run(
                    LISTS,
                    number -> read(client, number % 4 == 0 ? "/v1.0/images/detail" : "/images", MANY, images -> {
                        if (images % (LONG / 4) == 1) {
                            assertThat(head(client)).isEqualTo(200);
                        }
                    }));

            assertThat(lengths).hasSize(LISTS).containsOnly(LONG);
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void clientsThatGoAwayInTheMiddleLeaveTheirDatabaseConnectionsToOthers() throws IOException {
        int connections = 2;
        try (Service service =
                Service.start(parties.settings("plankton.database.connections", String.valueOf(connections)))) {
            Client client = new Client(service.address());
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < connections; i++) {
                    InputStream list =
                            client.open("/images/detail", MANY.token()).body();
                    list.readNBytes(10_000);
                    list.close();
                }
                Instant end = Instant.now().plus(SOON);
                int status = head(client);
                while (status != 200 && Instant.now().isBefore(end)) {
                    status = head(client);
                }
                assertThat(status).isEqualTo(200);
            }
        }
    }

    /** There is one turn, which is over whenever a client is sent something. */
    @Test
    void slowReadersOfListsKeepNeitherConnectionsNorTurns() throws IOException {
        try (Service service = Service.start(parties.settings("plankton.database.connections", "1"))) {
            Client client = new Client(service.address());
            List<InputStream> slow = new ArrayList<>();
            try {
                for (User user : List.of(MANY, MANY, MANY, User.ADMIN)) {
                    InputStream list =
                            client.open("/images/detail", user.token()).body();
                    slow.add(list);
                    assertThat(list.readNBytes(2)).isNotEmpty();
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(head(client)).isEqualTo(200);
                }
                assertThat(read(client, "/images?limit=1000", MANY, images -> {}))
                        .isEqualTo(1000);
                assertThat(read(client, "/images", FEW, images -> {})).isEqualTo(SHORT);
                assertThat(read(client, "/images", MANY, images -> {})).isEqualTo(LONG);
            } finally {
                for (InputStream list : slow) {
                    list.close();
                }
            }
        }
    }

    /** There are two turns, of which the owner has one, and each list would be larger, if it were held whole. */
    @Test
    void slowReadersOfWhatIsSharedTakeLittleMemoryAndNeitherConnectionsNorTurns() throws IOException {
        User owner = User.CAROL;
        parties.insertImages(owner, SHARED);
        String number = "(SELECT number FROM account WHERE name = '" + owner.account() + "')";
        parties.execute(
                "UPDATE image SET visibility = (SELECT number FROM word WHERE kind = 'visibility' AND word = 'shared')"
                        + " WHERE owner = " + number,
                "INSERT IGNORE INTO account (name) VALUES ('reader')",
                "INSERT INTO image_member (image, account, status, created_at, updated_at)"
                        + " SELECT image.number, account.number, 10, NOW(), NOW() FROM image JOIN account"
                        + " WHERE image.owner = " + number + " AND account.name = 'reader'");
        List<String> paths = List.of("/shared-images/reader", "/v1/shared-images/reader");
        try (ServiceProcess process =
                ServiceProcess.start(parties.settings("plankton.database.connections", "4"), "-Xmx256m")) {
            Client client = new Client(process.address());
            assertThat(read(client, "/images", FEW, images -> {})).isEqualTo(SHORT);
            long before = process.usedHeap();
            List<InputStream> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    InputStream list =
                            client.open(paths.get(i % 2), owner.token()).body();
                    slow.add(list);
                    assertThat(list.readNBytes(100)).hasSize(100);
                }
                long each = (process.usedHeap() - before) / slow.size();

                assertThat(each).isLessThan(2 << 20);
                assertThat(read(client, "/images", FEW, images -> {})).isEqualTo(SHORT);
                for (String path : paths) {
                    assertThat(shared(client.open(path, owner.token()).body())).isEqualTo(SHARED);
                }
            } finally {
                for (InputStream list : slow) {
                    list.close();
                }
            }
            assertThat(process.isAlive()).isTrue();
        }
    }

    /** How many images are in such a list, which must be whole. */
    private static int shared(InputStream body) throws IOException {
        int images = 0;
        try (JsonParser json = new JsonFactory().createParser(body)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(json.nextFieldName()).isEqualTo("shared_images");
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                json.skipChildren();
                images++;
            }
            assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        return images;
    }

    @Test
    void aListGoesOnWhereTheDatabaseLosesItsConnections() throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            int read = read(client, "/images/detail", MANY, images -> {
                if (images % (LONG / 4) == 1) {
                    parties.cutDatabaseConnections();
                }
            });

            assertThat(read).isEqualTo(LONG);
        }
    }

    @Test
    void aListThatTheDatabaseDoesNotFinishDoesNotLookFinished() throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            InputStream list = client.open("/images/detail", MANY.token()).body();
            list.readNBytes(10_000);

            parties.execute("RENAME TABLE image_member TO elsewhere");
            try {
                assertThatThrownBy(list::readAllBytes).isInstanceOf(IOException.class);
            } finally {
                parties.execute("RENAME TABLE elsewhere TO image_member");
            }
            assertThat(head(client)).isEqualTo(200);
        }
    }

    @Test
    void aListIsCompressedForAClientThatAsksForThat() throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            byte[] plain;
            try (InputStream list = client.open("/images/detail", FEW.token()).body()) {
                plain = list.readAllBytes();
            }
            HttpResponse<InputStream> answer =
                    client.open("/images/detail", FEW.token(), "Accept-Encoding", "gzip;q=0.5");
            assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
            assertThat(answer.headers().allValues("Vary")).containsExactly("X-Auth-Token, Accept-Encoding");
            byte[] compressed;
            try (InputStream list = answer.body()) {
                compressed = list.readAllBytes();
            }

            assertThat(compressed.length).isLessThan(plain.length / 3);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                    .isEqualTo(plain);
        }
    }

    @Test
    void whatIsShortAndWhatIsRefusedIsNotCompressed() {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            for (String path : List.of("/images?limit=1", "/images?sort_key=colour")) {
                HttpResponse<String> answer = client.send("GET", path, FEW.token(), "", "Accept-Encoding", "gzip");
                assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
                assertThat(answer.body()).matches("[\\[{].*[]}]");
            }
            assertThat(client.send("GET", "/images?limit=9", FEW.token(), "", "Accept-Encoding", "gzip;q=0")
                            .headers()
                            .firstValue("Content-Encoding"))
                    .isEmpty();
        }
    }

    @Test
    void aCompressedListThatTheDatabaseDoesNotBeginIsAFault() {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            assertThat(head(client)).isEqualTo(200);
            parties.execute("RENAME TABLE image_member TO elsewhere");
            try {
                HttpResponse<String> answer =
                        client.send("GET", "/images/detail", MANY.token(), "", "Accept-Encoding", "gzip");
                assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
                assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
                assertThat(answer.body()).startsWith("{").endsWith("}");
            } finally {
                parties.execute("RENAME TABLE elsewhere TO image_member");
            }
        }
    }

    @Test
    void aCompressedListThatTheDatabaseDoesNotFinishCannotBeUnpackedAsAWhole() throws IOException {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            InputStream list = client.open("/images/detail", MANY.token(), "Accept-Encoding", "gzip")
                    .body();
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            came.write(list.readNBytes(10_000));

            parties.execute("RENAME TABLE image_member TO elsewhere");
            try {
                assertThatThrownBy(() -> list.transferTo(came)).isInstanceOf(IOException.class);
            } finally {
                parties.execute("RENAME TABLE elsewhere TO image_member");
            }
            assertThatThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(came.toByteArray())).readAllBytes())
                    .isInstanceOf(EOFException.class);
        }
    }
}
