package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** The service as it is deployed shares files at the object store, unless it is not to. */
class SharingSwitchedOffTest {
    private static final String ALICE = User.ALICE.token();

    @TempDir
    private Path folder;

    /** How often the store is told who may read: a member, and then everyone. */
    private int told(boolean shares) {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                Service service = Service.start(parties.settings("plankton.store.sharing", Boolean.toString(shares)))) {
            Client registry = new Client(service.address());
            String image = "/images/" + registry.registered(ALICE, "image", parties.upload(User.ALICE, "file"));
            parties.store().forgetRequests();

            String member = image + "/members/" + User.BOB.account();
            assertThat(registry.send("PUT", member, ALICE).statusCode()).isEqualTo(204);
            assertThat(registry.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "true")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(registry.send("HEAD", image, User.CAROL.token()).statusCode())
                    .isEqualTo(200);
            return (int) parties.store().requests().stream()
                    .filter(request -> request.method().equals("POST"))
                    .count();
        }
    }

    @Test
    void theStoreIsToldOfEachReader() {
        assertThat(told(true)).isEqualTo(2);
    }

    @Test
    void theStoreIsToldOfNobodyWhereThatIsSwitchedOff() {
        assertThat(told(false)).isZero();
    }
}
