package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Accounts that have nothing to do with an attack, each of which looks at an image of its own; and nobody's looks. */
final class Others implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(10);

    private final Callers heads;
    private final Callers versions;
    private final double quietHeads;
    private final double quietVersions;
    private long attackedFrom;

    /** They are known to the service before they are watched. */
    Others(Testbed bed) throws InterruptedException {
        User[] accounts = {User.BOB, User.CAROL};
        String[] images = {bed.image(User.BOB), bed.image(User.CAROL)};
        Client client = bed.client();
        heads = new Callers(
                2,
                PACE,
                (number, i) -> client.send("HEAD", "/images/" + images[number], accounts[number].token())
                        .statusCode());
        versions = new Callers(
                1, PACE, (number, i) -> client.send("GET", "/versions", null).statusCode());
        bed.pace().quietly(); // and not measured: the service is being compiled
        long from = System.nanoTime();
        bed.pace().quietly();
        quietHeads = p99(heads.latency().between(from, System.nanoTime()));
        quietVersions = p99(versions.latency().between(from, System.nanoTime()));
    }

    private static double p99(Latency latency) {
        return latency.atPace(PACE).p(0.99);
    }

    /** Until what kept them waiting is over. */
    void settle() throws InterruptedException {
        heads.settled();
        versions.settled();
    }

    void attackBegins() {
        attackedFrom = System.nanoTime();
    }

    /** What they notice of what goes on since then. */
    void compare(Finding finding, String name, double times) throws InterruptedException {
        long now = System.nanoTime();
        Latency attackedHeads = heads.settled().between(attackedFrom, now);
        Latency attackedVersions = versions.settled().between(attackedFrom, now);
        finding.ratio(name + ": others' HEAD", quietHeads, p99(attackedHeads), times);
        finding.ratio(name + ": /versions", quietVersions, p99(attackedVersions), times);
        finding.none(
                name + ": others refused", attackedHeads.with(attackedVersions).countOtherThan(200));
    }

    /** The same of their images alone, by the milliseconds that it is more. */
    void compareHeads(Finding finding, double millis) throws InterruptedException {
        Latency attacked = heads.settled().between(attackedFrom, System.nanoTime());
        finding.more("others' HEAD", quietHeads, p99(attacked), millis);
        finding.none("others refused", attacked.countOtherThan(200));
    }

    @Override
    public void close() {
        heads.close();
        versions.close();
    }
}
