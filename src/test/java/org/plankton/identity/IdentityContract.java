package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.plankton.cloud.User;
import org.plankton.registry.ports.Identity;

/** What every identity service does. */
abstract class IdentityContract {
    abstract Identity identity();

    @Test
    void knowsWhoseATokenIsAndHowLongItIsGood() {
        Identity.Authenticated alice =
                identity().authenticate(User.ALICE.token()).orElseThrow();

        assertThat(alice.account()).isEqualTo(User.ALICE.account());
        assertThat(alice.expires()).isAfter(Instant.now());
    }

    @Test
    void knowsNobodyForAnUnknownToken() {
        assertThat(identity().authenticate("nobody's")).isEmpty();
    }

    @Test
    void knowsNobodyForAnExpiredToken() {
        assertThat(identity().authenticate(User.EXPIRED_TOKEN)).isEmpty();
    }

    @Test
    void takesATokenAsItIs() {
        for (String other :
                new String[] {"ALICE-TOKEN", "alice-token\"", "alice-token\\", "alice-token%20", "alice-toke"}) {
            assertThat(identity().authenticate(other)).as(other).isEmpty();
        }
    }
}
