package org.plankton.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service says what it should, in every dialect: holds each conversation of {@code src/test/wire} with it as it is
 * deployed, between a real database and the development cloud. {@link RunConversations} holds them with one that runs
 * elsewhere.
 */
@Tag("long")
@Timeout(60)
class WireTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() throws IOException {
        service = new ServiceUnderTest(folder, "wire", Map.of("plankton.limits.metadata", "32768"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void guide(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> guide() {
        return Conversation.in("guide");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void synnefo(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> synnefo() {
        return Conversation.in("synnefo");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glance(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> glance() {
        return Conversation.in("glance");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glanceAtItsMinorVersion(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> glanceAtItsMinorVersion() {
        return Conversation.in("glance").stream()
                .map(conversation -> conversation.at("/v1.1"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void glanceV2(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> glanceV2() {
        return Conversation.in("glance-v2");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void catalogue(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> catalogue() {
        return Conversation.in("catalogue");
    }
}
