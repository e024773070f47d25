package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 8. */
final class FrozenDatabase implements Row {
    private static final int CLIENTS = 4;
    private static final int SECONDS = 25;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double LONGEST = 6;
    private static final double LONGEST_READ = 3;

    @Override
    public String name() {
        return "8";
    }

    @Override
    public String stimulus() {
        return "the database stands still for " + SECONDS + " s";
    }

    @Override
    public String owed() {
        return "no answer takes longer than 6 s, no read longer than 3 s, and what is no success is 503 and "
                + "Retry-After; 200 again afterwards";
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service();
        String id = bed.image(User.BOB);
        String other = bed.image(User.ALICE);
        Callers heads = new Callers(CLIENTS, Duration.ZERO, Calls.head(bed, User.BOB, id));
        Callers lists = new Callers(CLIENTS, Duration.ZERO, Calls.list(bed, User.ALICE));
        Callers updates = new Callers(CLIENTS, Duration.ZERO, Calls.update(bed, User.BOB, id));
        Callers publish = new Callers(CLIENTS, Duration.ZERO, Calls.publish(bed, User.ALICE, other));
        try (heads;
                lists;
                updates;
                publish) {
            bed.pace().quietly();
            bed.database().freeze();
            long frozen = System.nanoTime();
            try {
                Thread.sleep(SECONDS * 1000L);
            } finally {
                bed.database().thaw();
            }
            long thawed = System.nanoTime();
            Testbed.await(
                    SOON, "the service is back", () -> heads.latency().secondsToFirst(200, thawed) < SOON.toSeconds());
            Latency reads = heads.settled().with(lists.settled()).between(frozen, thawed);
            Latency changes = updates.settled().with(publish.settled()).between(frozen, thawed);
            finding.atMost("reads: longest, s", reads.longestSecondsAfter(frozen), LONGEST_READ);
            finding.atMost("changes: longest, s", changes.longestSecondsAfter(frozen), LONGEST);
            finding.none("neither 503 nor done", reads.with(changes).countOtherThan(200, 503));
            finding.tell(
                    "first 200 afterwards, s", Finding.number(heads.latency().secondsToFirst(200, thawed)));
        }
    }
}
