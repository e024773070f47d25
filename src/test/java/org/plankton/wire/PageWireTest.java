package org.plankton.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;

/**
 * What {@link WireTest} does, with a service that lets visitors in, and of which all is set that it tells whoever shows
 * images to people; on a Keystone, which gives tokens for passwords, and a Swift. Bob's images are the site's own.
 */
@Timeout(60)
class PageWireTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() throws IOException {
        Path logo = Files.writeString(folder.resolve("logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        service = new ServiceUnderTest(folder.resolve("files"), "page_wire", cloud -> settings(cloud, logo));
    }

    private static Map<String, String> settings(URI cloud, Path logo) {
        return Map.ofEntries(
                Map.entry("plankton.identity.kind", "keystone"),
                Map.entry("plankton.identity.url", cloud + "/cloud/keystone/v3"),
                Map.entry("plankton.identity.user", KeystoneServlet.SERVICE_USER),
                Map.entry("plankton.identity.password", KeystoneServlet.SERVICE_PASSWORD),
                Map.entry("plankton.identity.project", KeystoneServlet.SERVICE_USER),
                Map.entry("plankton.store.kind", "swift"),
                Map.entry("plankton.store.url", cloud + "/cloud/swift/v1"),
                Map.entry("plankton.public-url", "https://images.example.org/plankton"),
                Map.entry("plankton.page.public", "true"),
                Map.entry("plankton.page.name", "Images"),
                Map.entry("plankton.page.site", "cloud.example.org"),
                Map.entry("plankton.page.logo", logo.toString()),
                Map.entry("plankton.page.links", "Help=https://help.example.org, Status=https://status.example.org"),
                Map.entry("plankton.page.sign-in", "https://cloud.example.org/login"),
                Map.entry("plankton.page.users", "alice=alice-token, bob=bob-token"),
                Map.entry("plankton.catalogue.owners", User.BOB.account()));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void page(Conversation conversation) {
        service.hold(conversation);
    }

    static List<Conversation> page() {
        return Conversation.in("page");
    }
}
