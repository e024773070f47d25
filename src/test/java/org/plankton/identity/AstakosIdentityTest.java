package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.CloudServer;
import org.plankton.http.OddServer;
import org.plankton.http.Probe;
import org.plankton.http.RemoteService;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.testing.LogLines;

class AstakosIdentityTest extends IdentityContract {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private static Path folder;

    private static CloudServer server;

    private AstakosIdentity identity;

    @BeforeAll
    static void startAstakos() throws IOException {
        server = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterAll
    static void stopAstakos() {
        server.close();
    }

    @BeforeEach
    void connect() {
        identity = new AstakosIdentity(server.uri() + "/cloud/identity/v2.0", Duration.ofSeconds(1), Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        server.cloud().astakos().heal();
        identity.close();
    }

    @Override
    Identity identity() {
        return identity;
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 400, 403, 404, 413, 429, 500, 502, 503})
    void anythingButYesAndNoIsAFault(int status) {
        server.cloud().astakos().answer(status);

        assertUnavailable(identity);
    }

    @Test
    void isKnownByItsRefusal() throws IOException {
        try (Probe probe = AstakosIdentity.probe(server.uri() + "/cloud/identity/v2.0", Duration.ofSeconds(5))) {
            assertThat(probe.answers()).isTrue();
            server.cloud().astakos().answer(200);
            assertThat(probe.answers()).isFalse();
        }
        try (Probe probe = AstakosIdentity.probe(server.uri() + "/cloud/keystone/v3", Duration.ofSeconds(5))) {
            assertThat(probe.answers()).isFalse();
        }
    }

    @Test
    void givesUpInTimeOnAServiceThatStandsStill() {
        server.cloud().astakos().hang();
        long start = System.nanoTime();

        assertUnavailable(identity);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"access\": {\"serviceCatalog\": []}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}}}",
                "{\"access\": {\"user\": {\"id\": \"\"}, \"token\": {\"expires\": \"2099-01-01T00:00:00+00:00\"}}}",
                "{\"access\": {\"user\": {\"id\": 7}, \"token\": {\"expires\": \"2099-01-01T00:00:00+00:00\"}}}",
                "{\"access\": {\"user\": {\"id\": \"α\"}, \"token\": {\"expires\": \"2099-01-01T00:00:00+00:00\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": \"tomorrow\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": 4070908800}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": \"2099-01-01T00:00:00\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": \"2099-02-30T00:00:00Z\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"},"
                        + " \"token\": {\"expires\": \"+999999999-01-01T00:00:00Z\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": \"-0001-01-01T00:00:00Z\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"},"
                        + " \"token\": {\"id\": 7, \"expires\": \"2099-01-01T00:00:00Z\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\", \"id\": \"bob\"},"
                        + " \"token\": {\"expires\": \"2099-01-01T00:00:00Z\"}}}",
                "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"expires\": \"2099-01-01T00:00:00Z\"}}}{}",
                "<html></html>",
                "{\"access\": {\"user\": {\"id\": \"alice\"},"
                        + " \"token\": {\"id\": \"another\", \"expires\": \"2099-01-01T00:00:00+00:00\"}}}",
            })
    void aYesThatNamesNobodyIsAFault(String body) throws IOException {
        try (OddServer odd = OddServer.answering(200, body);
                AstakosIdentity asking = new AstakosIdentity(odd.url(), Duration.ofSeconds(1), NOW)) {
            assertUnavailable(asking);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:00:00+00:00", "2026-11-23T13:59:59.999999+02:00", "1970-01-01T00:00:00Z"})
    void aTokenIsGoodNoLongerFromTheMomentThatItExpires(String expires) throws IOException {
        String body = "{\"access\": {\"user\": {\"id\": \"alice\"}, \"token\": {\"id\": \"t\", \"expires\": \""
                + expires + "\"}}}";
        try (OddServer odd = OddServer.answering(200, body);
                AstakosIdentity asking = new AstakosIdentity(odd.url(), Duration.ofSeconds(1), NOW)) {
            assertThat(asking.authenticate("t")).isEmpty();
        }
    }

    @Test
    void announcesTheLengthOfItsQuestion() throws IOException {
        try (OddServer odd = OddServer.answering(401, "");
                AstakosIdentity asking = new AstakosIdentity(odd.url(), Duration.ofSeconds(1), NOW)) {
            asking.authenticate("t");

            assertThat(odd.request()).startsWith("POST /tokens ").containsIgnoringCase("\r\nContent-Length: 29\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 405})
    void theLogNamesTheAddressThatIsWrongAndNoToken(int status) throws IOException {
        try (LogLines lines = LogLines.of(RemoteService.class);
                OddServer odd = OddServer.answering(status, "<html>alice-token</html>");
                AstakosIdentity asking =
                        new AstakosIdentity(odd.url() + "/identity/v2.0", Duration.ofSeconds(1), NOW)) {
            assertUnavailable(asking);

            assertThat(lines.ofThisThread())
                    .singleElement()
                    .asString()
                    .startsWith("the identity service at " + odd.url()
                            + "/identity/v2.0 (plankton.identity.url) answered " + status)
                    .doesNotContain("alice-token");
        }
    }

    private static void assertUnavailable(Identity identity) {
        assertThatThrownBy(() -> identity.authenticate("alice-token")).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault.getMessage()).doesNotContain("alice-token", "127.0.0.1");
        });
    }
}
