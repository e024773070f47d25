package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plankton.cloud.User;
import org.plankton.http.Probe;
import org.plankton.identity.KeystoneIdentity.AccountOf;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.testing.OpenStack;

/** The contract with Keystone itself. Not one of {@code mvn verify}'s tests: see {@link OpenStack}. */
class KeystoneIT extends IdentityContract {
    private KeystoneIdentity keystone;

    @BeforeEach
    void connect() {
        keystone = keystone(OpenStack.servicePassword(), AccountOf.PROJECT);
    }

    private static KeystoneIdentity keystone(String password, AccountOf accountOf) {
        ServiceUser user = new ServiceUser("plankton", password, "Default", "service", "Default");
        return new KeystoneIdentity(OpenStack.keystone(), Duration.ofSeconds(10), user, accountOf, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        keystone.close();
    }

    /** The contract's users are the development cloud's: here they have other accounts and tokens. */
    @Override
    Identity identity() {
        return token -> keystone.authenticate(known(token)).map(KeystoneIT::inTheirName);
    }

    private static String known(String token) {
        return token.equals(User.EXPIRED_TOKEN)
                ? OpenStack.revokedToken()
                : User.withToken(token)
                        .map(user -> OpenStack.caller(user).token())
                        .orElse(token);
    }

    private static Identity.Authenticated inTheirName(Identity.Authenticated authenticated) {
        User user = Arrays.stream(User.values())
                .filter(one -> OpenStack.caller(one).account().equals(authenticated.account()))
                .findFirst()
                .orElseThrow();
        return new Identity.Authenticated(user.account(), authenticated.expires());
    }

    @Test
    void isKnownByItsVersion() throws IOException {
        try (Probe probe = KeystoneIdentity.probe(OpenStack.keystone(), Duration.ofSeconds(10))) {
            assertThat(probe.answers()).isTrue();
        }
    }

    @Test
    void everyUserHasAnAccount() {
        for (User user : User.values()) {
            assertThat(identity().authenticate(user.token()))
                    .map(Identity.Authenticated::account)
                    .hasValue(user.account());
        }
    }

    @Test
    void aTokenIsGoodForAnHourAtMost() {
        assertThat(identity().authenticate(User.ALICE.token()))
                .hasValueSatisfying(alice -> assertThat(alice.expires())
                        .isBetween(Instant.now(), Instant.now().plusSeconds(3600)));
    }

    @Test
    void takesARealTokenAsItIs() {
        String token = OpenStack.caller(User.ALICE).token();
        for (String other : new String[] {
            token.substring(0, token.length() - 8),
            token.toLowerCase(Locale.ROOT),
            token + "%20",
            token + "x",
            token + "/"
        }) {
            assertThat(keystone.authenticate(other)).as(other).isEmpty();
        }
    }

    @Test
    void theAccountCanBeTheUser() throws IOException {
        try (KeystoneIdentity users = keystone(OpenStack.servicePassword(), AccountOf.USER)) {
            Optional<Identity.Authenticated> alice =
                    users.authenticate(OpenStack.caller(User.ALICE).token());

            assertThat(alice)
                    .hasValueSatisfying(user -> assertThat(user.account())
                            .matches("[0-9a-f]{32}")
                            .isNotEqualTo(OpenStack.caller(User.ALICE).account()));
        }
    }

    @Test
    void aWrongPasswordOfTheServiceIsNobodysFaultButTheServices() throws IOException {
        try (KeystoneIdentity wrong = keystone("wrong", AccountOf.PROJECT)) {
            assertThatThrownBy(() ->
                            wrong.authenticate(OpenStack.caller(User.ALICE).token()))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        }
    }
}
