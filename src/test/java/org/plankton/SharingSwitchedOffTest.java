package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/** The service as it is deployed shares files at the object store, unless it is not to. */
class SharingSwitchedOffTest {
    private static final String ALICE = User.ALICE.token();
    private static final String FILE = User.ALICE.account() + "/images/file";

    @TempDir
    private Path folder;

    /** How often the store is told who may read: a member, and then everyone. */
    private int told(boolean shares) throws IOException {
        try (CloudServer cloud = new CloudServer(folder, 0, Optional.empty());
                Service service = Service.start(Map.of(
                        "plankton.database.url",
                        EmbeddedMariaDb.shared()
                                .jdbcUrl("sharing_"
                                        + UUID.randomUUID().toString().replace('-', '_')),
                        "plankton.database.user",
                        "root",
                        "plankton.identity.url",
                        cloud.uri() + "/cloud/identity/v2.0",
                        "plankton.store.url",
                        cloud.uri() + "/cloud/object-store/v1",
                        "plankton.store.sharing",
                        Boolean.toString(shares)))) {
            Client store = new Client(cloud.uri() + "/cloud/object-store/v1/");
            store.send("PUT", User.ALICE.account() + "/images", ALICE);
            store.send("PUT", FILE, ALICE, "content", "Content-Type", "application/octet-stream");
            Client registry = new Client(service.address());
            HttpResponse<String> registered = registry.register(ALICE, "image", "pithos://" + FILE);
            String image = "/images/"
                    + registered.headers().firstValue("x-image-meta-id").orElseThrow();
            cloud.cloud().pithos().forgetRequests();

            String member = image + "/members/" + User.BOB.account();
            assertThat(registry.send("PUT", member, ALICE).statusCode()).isEqualTo(204);
            assertThat(registry.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "true")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(registry.send("HEAD", image, User.CAROL.token()).statusCode())
                    .isEqualTo(200);
            return (int) cloud.cloud().pithos().requests().stream()
                    .filter(request -> request.method().equals("POST"))
                    .count();
        }
    }

    @Test
    void theStoreIsToldOfEachReader() throws IOException {
        assertThat(told(true)).isEqualTo(2);
    }

    @Test
    void theStoreIsToldOfNobodyWhereThatIsSwitchedOff() throws IOException {
        assertThat(told(false)).isZero();
    }
}
