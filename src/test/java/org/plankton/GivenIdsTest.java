package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** An id is given once, also where nothing else is remembered of what is registered no longer. */
@Timeout(120)
class GivenIdsTest {
    private static final String ALICE = User.ALICE.token();
    private static final String BOB = User.BOB.token();

    @TempDir
    private Path folder;

    @Test
    void whatHasBeenClearedAwayIsNobodyElses() {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                Service service = Service.start(parties.settings(
                        "plankton.deleted.keep", "0",
                        "plankton.store.idle", "1",
                        "plankton.store.timeout", "1",
                        "plankton.upload.lease", "3"))) {
            Client client = new Client(service.address());
            String location = parties.upload(User.ALICE, "file");
            String id = client.registered(ALICE, "file", location);
            assertThat(client.send("DELETE", "/images/" + id, ALICE).statusCode())
                    .isEqualTo(204);
            Await.await(
                    Duration.ofSeconds(60),
                    () -> parties.query("SELECT id FROM image").isEmpty());

            for (String token : new String[] {ALICE, BOB}) {
                HttpResponse<String> first = client.send("POST", "/v1/images", token, "", "X-Image-Meta-Id", id);
                assertThat(first.statusCode()).as(first.body()).isEqualTo(409);
                HttpResponse<String> second = client.send("POST", "/v2/images", token, "{\"id\": \"" + id + "\"}");
                assertThat(second.statusCode()).as(second.body()).isEqualTo(409);
                assertThat(second.body()).contains("id is taken");
            }
            assertThat(client.register(ALICE, "file", location).headers().firstValue("X-Image-Meta-Id"))
                    .hasValue(id);
        }
    }
}
