package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 4. */
final class SlowPages implements Row {
    private static final int CLIENTS = 20;
    private static final int IMAGES = 1000;
    private static final int LOOKS = 5;
    private static final Duration PACE = Duration.ofMillis(50);
    private static final int PROPERTIES = 110;
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int BYTES = 4096;

    private static final long HEAP = 512 << 20;

    private static final double MOST_MEGABYTES_MORE = 128;

    @Override
    public String name() {
        return "4";
    }

    @Override
    public String stimulus() {
        return CLIENTS + " slow readers of ?limit=1000, of images with 28 KB of metadata each; 512 MB of heap";
    }

    @Override
    public String owed() {
        return "no 500, the service lives, its heap stays flat";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        Deployed service = bed.service();
        bed.image(User.ALICE); // the tables are there
        bed.parties().insertImages(User.ALICE, IMAGES);
        bed.parties()
                .execute("UPDATE image SET properties = (SELECT CONCAT('{', GROUP_CONCAT(CONCAT('\"key_', seq,"
                        + " '\":\"', REPEAT('v', 245), '\"')), '}') FROM seq_1_to_" + PROPERTIES + ")"
                        + " WHERE name LIKE 'image %'");
        String id = bed.image(User.BOB);
        try (Callers others = new Callers(1, PACE, Calls.head(bed, User.BOB, id))) {
            long before = service.usedHeap().orElseThrow();
            long most = 0;
            Attack attack = new Attack(
                    service.port(),
                    CLIENTS,
                    Script.slowReader("GET /images/detail?limit=" + IMAGES, BYTES, EVERY, "X-Auth-Token: alice-token"));
            try (attack) {
                for (int i = 0; i < LOOKS && service.isAlive(); i++) {
                    bed.pace().quietly();
                    most = Math.max(most, service.usedHeap().orElse(HEAP));
                }
            }
            Latency heads = others.settled();
            finding.is("the service", "alive", service.isAlive() ? "alive" : "ended", service.isAlive());
            finding.atMost("heap in use, MB more", (most - before) / 1e6, MOST_MEGABYTES_MORE);
            finding.tell("answers to slow readers", attack.answers().statuses());
            finding.some("slow readers: 200", attack.answers().answered(200).count());
            finding.none(
                    "slow readers: other than 200, 429, 503", attack.answers().countOtherThan(200, 429, 503));
            finding.none("others refused", heads.countOtherThan(200));
        } finally {
            bed.forgetImages();
        }
    }
}
