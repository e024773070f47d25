package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 1. */
final class SlowBodies implements Row {
    private static final int CLIENTS = 250;
    private static final int LENGTH = 90_000;
    private static final Duration EVERY = Duration.ofSeconds(4);
    private static final double TIMES = 2;
    private static final String PAGE = "https://ui.example.org";

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
                + "many with a bad token, of HTTP/1.0 that wait to be told to go on, and as a browser asks for a page; "
                + "then as many that never come to the end of their headers";
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
        Deployed service = bed.service("plankton.cors.origins", PAGE);
        String request = "PUT /images/" + bed.image(User.ALICE) + "/members";
        String json = "Content-Type: application/json";
        Duration time = bed.pace().attack();
        Script slowly = Script.slowBody(request, LENGTH, EVERY, token("alice"), json);
        Attack.rehearse(service.port(), CLIENTS, slowly, time);
        try (Others others = new Others(bed)) {
            Attack slow = new Attack(service.port(), CLIENTS, slowly);
            watch(slow, "an account", time, others, finding);
            if (!bed.pace().isShort()) {
                finding.some("an account: 408", slow.answers().answered(408).count());
            }
            closes(finding, "an account", slow);
            finding.none("an account: neither 408, 429 nor 503", slow.answers().countOtherThan(408, 429, 503));
            Script bad = Script.slowBody(request, LENGTH, EVERY, token("no"), json);
            nobodys("bad token", new Attack(service.port(), CLIENTS, bad), time, others, finding);
            if (!bed.pace().isShort()) {
                String old = "POST /v2/images HTTP/1.0";
                Script waiting = Script.slowBody(old, LENGTH, EVERY, "Expect: 100-continue");
                nobodys("HTTP/1.0", new Attack(service.port(), CLIENTS, waiting), time, others, finding);
                String page = "OPTIONS /images";
                String[] asked = {"Origin: " + PAGE, "Access-Control-Request-Method: PUT"};
                Script browser = Script.slowBody(page, LENGTH, EVERY, asked);
                nobodys("a page's", new Attack(service.port(), CLIENTS, browser), time, others, finding);
            }
            Attack headers =
                    new Attack(service.port(), CLIENTS, Script.slowHeaders(request, EVERY, token("alice"), json));
            // Nothing is owed to these but by the container, in its own time.
            watch(headers, "headers", bed.pace().quiet(), others, finding);
        }
        finding.is("afterwards", "alive", service.isAlive() ? "alive" : "ended", service.isAlive());
    }

    /** Of who has no token that is any. */
    private static void nobodys(String name, Attack attack, Duration time, Others others, Finding finding)
            throws InterruptedException {
        watch(attack, name, time, others, finding);
        closes(finding, name, attack);
        finding.none(
                name + ": neither 200, 401, 408, 429 nor 503",
                attack.answers().countOtherThan(200, 401, 408, 429, 503));
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
