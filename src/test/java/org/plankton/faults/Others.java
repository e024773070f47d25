package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Accounts that have nothing to do with an attack, each of which looks at an image of its own; and nobody's looks. */
final class Others implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(10);

    private final Callers heads;
    private final Callers versions;
    private long attackedFrom;
    private Latency quietHeads;
    private Latency quietVersions;

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
        quietHeads = heads.latency().between(from, System.nanoTime());
        quietVersions = versions.latency().between(from, System.nanoTime());
    }

    void attackBegins() {
        attackedFrom = System.nanoTime();
    }

    /** What there is to tell of the time since then. */
    void attackEnds(Finding finding, String name, double times) throws InterruptedException {
        long now = System.nanoTime();
        Latency attackedHeads = heads.settled().between(attackedFrom, now);
        Latency attackedVersions = versions.settled().between(attackedFrom, now);
        finding.ratio(name + ": others' HEAD", quietHeads, attackedHeads, times);
        finding.ratio(name + ": /versions", quietVersions, attackedVersions, times);
        finding.none(
                name + ": others refused", attackedHeads.with(attackedVersions).countOtherThan(200));
    }

    Latency quietHeads() {
        return quietHeads;
    }

    Latency attackedHeads() throws InterruptedException {
        long now = System.nanoTime();
        return heads.settled().between(attackedFrom, now);
    }

    @Override
    public void close() {
        heads.close();
        versions.close();
    }
}
