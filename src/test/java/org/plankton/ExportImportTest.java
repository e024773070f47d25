package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** What one registry has exported and a fresh one has imported is told by it as by the first. */
@Tag("long")
class ExportImportTest {
    /** Of all images, those that are registered no longer among them. */
    private final List<String> ids = new ArrayList<>();

    @TempDir
    private Path folder;

    private static void run(Map<String, String> settings, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        assertThat(Commands.run(arguments, settings, Map.of(), writer, writer))
                .as(said.toString())
                .isEqualTo(ExitCode.WELL);
    }

    @Test
    void everyListIsTheSameOverEveryDialect() {
        Path file = folder.resolve("images.jsonl");
        Map<String, String> before;
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("first"))) {
            Map<String, String> settings = parties.settings("plankton.admins", User.ADMIN.account());
            try (Service service = Service.start(settings)) {
                Client client = new Client(service.address());
                for (ImageWays.Way way : ImageWays.all()) {
                    ImageStory story = new ImageStory(parties, client, ids.size());
                    way.doing().accept(story);
                    ids.add(story.id);
                }
                before = lists(client);
                assertThat(before.get(User.ALICE + " /images/detail").split("\"id\""))
                        .hasSizeGreaterThan(20);
            }
            run(settings, "export", file.toString());
        }
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("second"))) {
            Map<String, String> settings = parties.settings("plankton.admins", User.ADMIN.account());
            run(settings, "db", "migrate");
            run(settings, "import", "json", file.toString());
            try (Service service = Service.start(settings)) {
                assertThat(lists(new Client(service.address()))).isEqualTo(before);
            }
        }
    }

    /** By who asks for what. */
    private Map<String, String> lists(Client client) {
        Map<String, String> lists = new TreeMap<>();
        for (User user : User.values()) {
            for (String path : new String[] {
                "/images/detail",
                "/images/detail?sort_key=size&sort_dir=desc",
                "/v1.0/images/detail",
                "/v1.0/images/detail?name=Debian",
                "/v1/images/detail?limit=1000",
                "/v1/images/detail?limit=1000&is_public=None",
                "/v2/images?limit=1000&visibility=all&member_status=all",
                "/v2/images?limit=1000&visibility=all&member_status=all&os_hidden=true",
                "/v2/images?limit=1000&visibility=community",
                "/v2/images?limit=1000&tag=a",
                "/shared-images/" + User.BOB.account(),
                "/v1/shared-images/" + User.BOB.account()
            }) {
                lists.put(
                        user + " " + path,
                        client.send("GET", path, user.token()).body());
            }
        }
        for (String id : ids) {
            for (String mount : List.of("", "/v1.0", "/v1", "/v2")) {
                String path = mount + "/images/" + id + "/members";
                String members = client.send("GET", path, User.ALICE.token()).body();
                // When somebody became a member is not exported.
                lists.put(path, members.replaceAll("(created|updated)_at\":\"[^\"]*", "$1"));
            }
        }
        return lists;
    }
}
