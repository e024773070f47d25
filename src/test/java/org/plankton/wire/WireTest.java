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

/**
 * The service says what it should, in every dialect: holds each conversation of {@code src/test/wire} with it as it is
 * deployed, between a real database and the development cloud. {@link RunConversations} holds them with one that runs
 * elsewhere.
 */
@Timeout(60)
class WireTest {
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
                EmbeddedMariaDb.shared().jdbcUrl("wire"),
                "plankton.database.user",
                "root",
                "plankton.identity.url",
                cloud.uri() + "/cloud/identity/v2.0",
                "plankton.store.url",
                cloud.uri() + "/cloud/object-store/v1",
                "plankton.admins",
                User.ADMIN.account(),
                "plankton.limits.metadata",
                "32768"));
        runner = ConversationRunner.of(URI.create(service.address()), cloud.uri());
    }

    @AfterAll
    static void stop() {
        service.close();
        cloud.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void guide(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> guide() {
        return Conversation.in("guide");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void synnefo(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> synnefo() {
        return Conversation.in("synnefo");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glance(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> glance() {
        return Conversation.in("glance");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glanceAtItsMinorVersion(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> glanceAtItsMinorVersion() {
        return Conversation.in("glance").stream()
                .map(conversation -> conversation.at("/v1.1"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glanceV2(Conversation conversation) {
        runner.hold(conversation);
    }

    static List<Conversation> glanceV2() {
        return Conversation.in("glance-v2");
    }
}
