package org.plankton.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;

/** What {@link WireTest} does, with a service that has such small quotas that a conversation can come to their end. */
@Timeout(60)
class QuotasWireTest {
    @TempDir
    private static Path folder;

    private static CloudServer cloud;
    private static Service service;
    private static ConversationRunner runner;

    @BeforeAll
    static void start() throws IOException {
        cloud = new CloudServer(folder, 0, Optional.empty());
        service = Service.start(Map.of(
                "plankton.database.url",
                EmbeddedMariaDb.shared().jdbcUrl("quotas_wire"),
                "plankton.database.user",
                "root",
                "plankton.identity.url",
                cloud.uri() + "/cloud/identity/v2.0",
                "plankton.store.url",
                cloud.uri() + "/cloud/object-store/v1",
                "plankton.admins",
                User.ADMIN.account(),
                "plankton.quota.images",
                "3",
                "plankton.quota.queued",
                "2",
                "plankton.quota.uploads",
                "1"));
        runner = ConversationRunner.of(URI.create(service.address()), cloud.uri());
    }

    @AfterAll
    static void stop() {
        service.close();
        cloud.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void quotas(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> quotas() {
        return Conversation.in("quotas");
    }
}
