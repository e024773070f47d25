package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 7. */
final class ReturnedDatabase implements Row {
    private static final int CLIENTS = 4;
    private static final int DOWN_MILLIS = 6500;
    private static final Duration PACE = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double FIRST_ANSWER = 1;

    @Override
    public String name() {
        return "7";
    }

    @Override
    public String stimulus() {
        return "the database is back after 6 s and more";
    }

    @Override
    public String owed() {
        return "the first 200 within 1 s from when it takes connections";
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service();
        String id = bed.image(User.BOB);
        double longest = 0;
        for (int round = 0; round < (bed.pace().isWhole() ? 2 : 1); round++) {
            Callers heads = new Callers(CLIENTS, PACE, Calls.head(bed, User.BOB, id));
            try (heads) {
                bed.database().kill();
                Thread.sleep(DOWN_MILLIS + bed.random().nextInt(1000));
                bed.database().restart();
                long back = System.nanoTime();
                // It may have been a moment before we noticed.
                long restarted = back - Duration.ofMillis(200).toNanos();
                Testbed.await(
                        SOON,
                        "the service is back",
                        () -> heads.latency().secondsToFirst(200, restarted) < SOON.toSeconds());
                double first = heads.latency().secondsToFirst(200, restarted) - (back - restarted) / 1e9;
                longest = Math.max(longest, first);
            }
        }
        finding.atMost("first 200 after, s", Math.max(0, longest), FIRST_ANSWER);
    }
}
