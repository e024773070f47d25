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

    /** Seconds. */
    private static final double CLOSED_WITHIN = 10;

    @Override
    public String name() {
        return "1";
    }

    @Override
    public String stimulus() {
        return CLIENTS + " connections of one account send a list of members, of which a byte comes every 4 s; then as "
                + "many with a bad token, or, where the container reads what the service does not, a third of them "
                + "so, a third of HTTP/1.0 that wait to be told to go on, and a third as a browser asks for a page; "
                + "then as many that never come to the end of their headers; with plankton.cors.origins set";
    }

    @Override
    public String owed() {
        return "others' HEAD, and /versions, take twice as long at most (p99), and are never refused; a slow body is "
                + "answered with 408, or at once if there is a reason, and closed within 10 s";
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
        Attack.rehearse(service.port(), CLIENTS, slowly, time.dividedBy(2));
        try (Others others = new Others(bed)) {
            Attack slow = new Attack(service.port(), CLIENTS, slowly);
            watch(slow, "an account", time, others, finding);
            boolean isToTheEnd = !bed.pace().isShort();
            if (isToTheEnd) {
                finding.some("an account: 408", slow.answers().answered(408).count());
                closes(finding, "an account", slow);
            }
            finding.none("an account: neither 408, 429 nor 503", slow.answers().countOtherThan(408, 429, 503));
            Script bad = Script.slowBody(request, LENGTH, EVERY, token("no"), json);
            boolean areOfThreeKinds = isToTheEnd && bed.container().readsUnreadBodies();
            int clients = areOfThreeKinds ? CLIENTS / 3 : CLIENTS;
            Attack nobodys = new Attack(service.port(), clients, bad);
            if (areOfThreeKinds) {
                String old = "POST /v2/images HTTP/1.0";
                Script waiting = Script.slowBody(old, LENGTH, EVERY, "Expect: 100-continue");
                String page = "OPTIONS /images";
                String[] asked = {"Origin: " + PAGE, "Access-Control-Request-Method: PUT"};
                Script browser = Script.slowBody(page, LENGTH, EVERY, asked);
                Attack older = new Attack(service.port(), clients, waiting);
                Attack pages = new Attack(service.port(), clients, browser);
                try (older;
                        pages) {
                    watch(nobodys, "unread", time, others, finding);
                }
                refused("HTTP/1.0", 401, older, finding, isToTheEnd);
                refused("a page's", 200, pages, finding, isToTheEnd);
            } else {
                watch(nobodys, "unread", time, others, finding);
            }
            refused("bad token", 401, nobodys, finding, isToTheEnd);
            Attack headers =
                    new Attack(service.port(), CLIENTS, Script.slowHeaders(request, EVERY, token("alice"), json));
            // Nothing is owed to these but by the container, in its own time.
            watch(headers, "headers", bed.pace().quiet(), others, finding);
        }
        finding.is("afterwards", "alive", service.isAlive() ? "alive" : "ended", service.isAlive());
    }

    /**
     * Of who has no token that is any, and is answered without their body.
     *
     * @param status of that answer; 503 where the identity service is asked too much
     */
    private static void refused(String name, int status, Attack attack, Finding finding, boolean isToTheEnd) {
        if (isToTheEnd) {
            closes(finding, name, attack);
        }
        finding.some(name + ": " + status, attack.answers().answered(status).count());
        finding.none(name + ": neither " + status + " nor 503", attack.answers().countOtherThan(status, 503));
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
        finding.within(name + ": longest open, s", attack.longestLifeSeconds(), CLOSED_WITHIN);
    }
}
