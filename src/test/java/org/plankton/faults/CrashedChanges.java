package org.plankton.faults;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import org.plankton.cloud.User;
import org.plankton.testing.Client;
import org.plankton.testing.StoreLine;

/** Row 11. */
final class CrashedChanges implements Row {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final User OWNER = User.ALICE;

    @Override
    public String name() {
        return "11";
    }

    @Override
    public String stimulus() {
        return "the service is killed when the store has done its part of an upload, or of a new member, and the "
                + "registry has not; with plankton.store.idle=60 and, afterwards, plankton.store.idle=3 and "
                + "plankton.upload.lease=9";
    }

    @Override
    public String owed() {
        return "once the lease is over, the owner's next request, of any kind, settles what is noted";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        try (StoreLine line = new StoreLine(bed.parties().settings().get("plankton.store.url"))) {
            bed.service("plankton.store.url", line.url(), "plankton.store.idle", "60");
            String member = bed.image(OWNER);
            String file = bed.parties()
                    .query("SELECT location FROM readable_image WHERE id = '" + member + "'")
                    .get(0)
                    .replaceAll(".*/", "");
            String upload = UUID.randomUUID().toString();
            crashInUpload(bed, line, upload);
            bed.service();
            crashInNewMember(bed, member, file);
            // Leases are over.
            bed.parties()
                    .execute(
                            "UPDATE image_upload SET alive_at = alive_at - INTERVAL 2 HOUR",
                            "UPDATE image_sharing SET began_at = began_at - INTERVAL 2 HOUR");
            // A short lease is housekeeping often.
            bed.service("plankton.store.idle", "3", "plankton.upload.lease", "9");
            Client client = bed.client();
            boolean isDeleted = Testbed.comesAbout(SETTLED_WITHIN, () -> {
                client.send("HEAD", "/images/" + member, OWNER.token());
                return !bed.parties().files(OWNER).contains(upload);
            });
            finding.is("the upload's object", "deleted", isDeleted ? "deleted" : "left", isDeleted);
            boolean isTold = Testbed.comesAbout(SETTLED_WITHIN, () -> {
                client.send("GET", "/images?limit=1", OWNER.token());
                return bed.parties().sharing(OWNER, file).equals(bed.parties().recordedSharing(member));
            });
            finding.is("the store's readers", "the registry's", isTold ? "the registry's" : "others", isTold);
            boolean isForgotten = Testbed.comesAbout(SETTLED_WITHIN, () -> {
                client.send("GET", "/images?limit=1", OWNER.token());
                return bed.parties()
                        .query("SELECT 1 FROM image_upload UNION ALL SELECT 1 FROM image_unsettled_reader")
                        .isEmpty();
            });
            finding.is("notes", "gone", isForgotten ? "gone" : "left", isForgotten);
        } finally {
            bed.forgetImages();
        }
    }

    private static void crashInUpload(Testbed bed, StoreLine line, String id) throws Exception {
        line.holdAnswers();
        Thread client = inBackground(() -> bed.client()
                .send(
                        "POST",
                        "/v1/images",
                        OWNER.token(),
                        "bytes",
                        "Content-Type",
                        "application/octet-stream",
                        "X-Image-Meta-Id",
                        id,
                        "X-Image-Meta-Name",
                        "cut off",
                        "X-Image-Meta-Disk_format",
                        "raw",
                        "X-Image-Meta-Container_format",
                        "bare"));
        Testbed.await(
                SOON, "the object is stored", () -> bed.parties().files(OWNER).contains(id));
        bed.service("plankton.store.url", line.url(), "plankton.store.idle", "60")
                .kill();
        line.heal();
        client.join();
    }

    private static void crashInNewMember(Testbed bed, String id, String file) throws Exception {
        bed.parties()
                .execute("CREATE TRIGGER stand_still BEFORE INSERT ON image_member FOR EACH ROW"
                        + " SET NEW.image = NEW.image + 0 * SLEEP(60)");
        Thread client = inBackground(
                () -> bed.client().send("PUT", "/images/" + id + "/members/" + User.BOB.account(), OWNER.token()));
        Testbed.await(
                SOON,
                "the store is told",
                () -> !bed.parties().sharing(OWNER, file).isEmpty());
        bed.service().kill();
        Testbed.await(SOON, "nothing of it is left in the database", () -> isCutOff(bed));
        bed.parties().execute("DROP TRIGGER stand_still");
        client.join();
    }

    private static boolean isCutOff(Testbed bed) {
        try {
            bed.parties().cutDatabaseConnections();
            return true;
        } catch (IllegalStateException e) { // one of them has gone by itself meanwhile
            return false;
        }
    }

    private static Thread inBackground(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (UncheckedIOException e) {
                // killed
            }
        });
        thread.start();
        return thread;
    }
}
