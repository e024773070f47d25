package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 1. */
final class SlowBodies implements Row {
    private static final int CLIENTS = 250;
    private static final int LENGTH = 90_000;
    private static final Duration EVERY = Duration.ofSeconds(4);
    private static final double TIMES = 2;

    /** Seconds; what comes beyond them is the machine's. */
    private static final double CLOSED_WITHIN = 10;

    private static final double MACHINE = 2;

    @Override
    public String name() {
        return "1";
    }

    @Override
    public String stimulus() {
        return CLIENTS + " connections of one account send a list of members, of which a byte comes every 4 s; then as "
                + "many with a bad token; then as many that never come to the end of their headers";
    }

    @Override
    public String owed() {
        return "others' HEAD, and /versions, take twice as long at most (p99), and are never refused; a slow body is "
                + "answered with 408 and closed within 10 s";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        Deployed service = bed.service();
        String request = "PUT /images/" + bed.image(User.ALICE) + "/members";
        String json = "Content-Type: application/json";
        try (Others others = new Others(bed)) {
            Attack slow =
                    new Attack(service.port(), CLIENTS, Script.slowBody(request, LENGTH, EVERY, token("alice"), json));
            watch(slow, "an account", bed.pace().attack(), others, finding);
            if (!bed.pace().isShort()) {
                finding.some("an account: 408", slow.answers().answered(408).count());
            }
            closes(finding, "an account", slow);
            finding.none("an account: neither 408, 429 nor 503", slow.answers().countOtherThan(408, 429, 503));
            Attack bad =
                    new Attack(service.port(), CLIENTS, Script.slowBody(request, LENGTH, EVERY, token("no"), json));
            watch(bad, "bad token", bed.pace().attack(), others, finding);
            closes(finding, "bad token", bad);
            finding.none(
                    "bad token: neither 401, 408, 429 nor 503", bad.answers().countOtherThan(401, 408, 429, 503));
            Attack headers =
                    new Attack(service.port(), CLIENTS, Script.slowHeaders(request, EVERY, token("alice"), json));
            // Nothing is owed to these but by the container, in its own time.
            watch(headers, "headers", bed.pace().quiet(), others, finding);
        }
        finding.is("afterwards", "alive", service.isAlive() ? "alive" : "ended", service.isAlive());
    }

    private static String token(String name) {
        return "X-Auth-Token: " + name + "-token";
    }

    /** What others notice of it; then it is over. */
    private static void watch(Attack attack, String name, Duration time, Others others, Finding finding)
            throws InterruptedException {
        try (attack) {
            others.attackBegins();
            Thread.sleep(time.toMillis());
            others.compare(finding, name, TIMES);
        }
        others.settle();
    }

    private static void closes(Finding finding, String name, Attack attack) {
        finding.atMost(name + ": longest open, s", attack.longestLifeSeconds(), CLOSED_WITHIN + MACHINE);
    }
}
