package org.plankton.faults;

import java.time.Duration;
import java.util.List;

/** Row commits. */
final class LostCommits implements Row {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int COMMITS = 20;

    @Override
    public String name() {
        return "commits";
    }

    @Override
    public String stimulus() {
        return "the connection to the database breaks between COMMIT and its answer, " + COMMITS + " times";
    }

    @Override
    public String owed() {
        return "what is acknowledged is there, what is not is there wholly or not at all; who is not told of "
                + "success is told 503 and Retry-After";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        String setting = "plankton.database.url";
        try (Link link = bed.link(setting)) {
            bed.service(setting, bed.by(link, setting));
            Writers writers = new Writers(bed);
            try (writers) {
                Testbed.await(SOON, "a write is acknowledged", () -> writers.acknowledged() > 0);
                for (int lost = 1; lost <= COMMITS; lost++) {
                    int now = lost;
                    link.trouble(Link.Kind.LOST_COMMIT, 0);
                    Testbed.await(SOON, "a commit is cut off", () -> link.lostCommits() >= now);
                    link.heal();
                    int acknowledged = writers.acknowledged();
                    Testbed.await(SOON, "a write is acknowledged", () -> writers.acknowledged() > acknowledged);
                }
            }
            List<String> lost = writers.lost();
            lost.forEach(System.err::println);
            finding.tell("commits cut off", link.lostCommits());
            finding.some("acknowledged writes", writers.acknowledged());
            finding.none("lost, or half", lost.size());
            finding.none("neither 503 nor done", writers.latency().countOtherThan(200, 503));
        }
        bed.forgetImages();
    }
}
