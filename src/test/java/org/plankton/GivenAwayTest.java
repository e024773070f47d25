package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** {@code image chown}, and who reads the file after that. */
class GivenAwayTest {
    @TempDir
    private Path folder;

    @Test
    void whoCannotReadTheFileIsSaidToBeSo() {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"))) {
            Map<String, String> settings = parties.settings();
            String alone;
            String shared;
            try (Service service = Service.start(settings)) {
                Client client = new Client(service.address());
                alone = client.registered(User.ALICE.token(), "alone", parties.upload(User.ALICE, "alone"));
                shared = client.registered(User.ALICE.token(), "shared", parties.upload(User.ALICE, "shared"));
                String member = "/v1/images/" + shared + "/members/" + User.BOB.account();
                assertThat(client.send("PUT", member, User.ALICE.token()).statusCode())
                        .isEqualTo(204);
            }

            CommandRun first = CommandRun.of(settings, "image", "chown", alone, User.BOB.account());
            CommandRun second = CommandRun.of(settings, "image", "chown", shared, User.BOB.account());
            CommandRun back = CommandRun.of(settings, "image", "chown", alone, User.ALICE.account());

            assertThat(first.code()).isEqualTo(ExitCode.WELL);
            assertThat(first.err()).contains(User.BOB.account() + " is not let read the image's file");
            assertThat(second.err()).isEmpty();
            assertThat(back.err()).isEmpty();
        }
    }
}
