package org.plankton.faults;

import java.time.Duration;
import java.util.List;

/** Row kills. */
final class Kills implements Row {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LEAST = 50;

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String stimulus() {
        return "service and database are killed (-9), one or the other each time, while clients write";
    }

    @Override
    public String owed() {
        return "no acknowledged write is lost, no half of one is there; who is told anything else is told 503 and "
                + "Retry-After";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service();
        Writers writers = new Writers(bed);
        int kills = 0;
        try (writers) {
            goOn(writers);
            for (;
                    kills < LEAST
                            || kills < bed.pace().extent().kills && !bed.pace().isOver();
                    kills++) {
                Thread.sleep(bed.random().nextInt(300));
                if (bed.random().nextInt(3) == 0) { // it takes its time to start
                    bed.service().kill();
                    bed.service();
                } else {
                    bed.database().kill();
                    bed.database().restart();
                }
                goOn(writers);
            }
        }
        List<String> lost = writers.lost();
        lost.forEach(System.err::println);
        finding.some("kills", kills);
        finding.some("acknowledged writes", writers.acknowledged());
        finding.none("lost, or half", lost.size());
        finding.none("neither 503 nor done nor cut off", writers.latency().countOtherThan(200, 503, Latency.NO_ANSWER));
        bed.forgetImages();
    }

    private static void goOn(Writers writers) throws Exception {
        int now = writers.acknowledged();
        Testbed.await(SOON, "a write is acknowledged", () -> writers.acknowledged() > now + 10);
    }
}
