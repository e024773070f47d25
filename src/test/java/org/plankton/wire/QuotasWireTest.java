package org.plankton.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link WireTest} does, with a service that has such small quotas that a conversation can come to their end, and
 * a token for its metrics.
 */
@Timeout(60)
class QuotasWireTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() throws IOException {
        service = new ServiceUnderTest(
                folder,
                "quotas_wire",
                Map.of(
                        "plankton.quota.images", "3",
                        "plankton.quota.queued", "2",
                        "plankton.quota.uploads", "1",
                        "plankton.metrics.token", "a-token-for-metrics"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void quotas(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> quotas() {
        return Conversation.in("quotas");
    }
}
