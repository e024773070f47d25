package org.plankton.faults;

import java.time.Duration;
import java.util.UUID;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Row 10. */
final class PurgedId implements Row {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "10";
    }

    @Override
    public String stimulus() {
        return "an image is deleted and, with plankton.deleted.keep=0, plankton.upload.lease=4, "
                + "plankton.store.timeout=1 and plankton.store.idle=1, purged; another account asks for its id";
    }

    @Override
    public String owed() {
        return "409";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        // A short lease is housekeeping often.
        bed.service(
                "plankton.deleted.keep", "0",
                "plankton.upload.lease", "4",
                "plankton.store.idle", "1",
                "plankton.store.timeout", "1");
        Client client = bed.client();
        String id = UUID.randomUUID().toString();
        int first = ask(client, User.ALICE, id);
        finding.is("its first owner", "201", first, first == 201);
        client.send("DELETE", "/v2/images/" + id, User.ALICE.token());
        Testbed.await(
                SOON,
                "the image is purged",
                () -> bed.parties()
                        .query("SELECT 1 FROM image WHERE id = UNHEX('" + id.replace("-", "") + "')")
                        .isEmpty());
        int another = ask(client, User.BOB, id);
        finding.is("another account", "409", another, another == 409);
        int own = ask(client, User.ALICE, id);
        finding.tell("its former owner", own);
        bed.forgetImages();
    }

    private static int ask(Client client, User user, String id) {
        return client.send(
                        "POST",
                        "/v2/images",
                        user.token(),
                        "{\"id\": \"" + id + "\", \"name\": \"asked for\"}",
                        "Content-Type",
                        "application/json")
                .statusCode();
    }
}
