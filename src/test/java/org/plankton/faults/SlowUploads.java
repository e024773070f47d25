package org.plankton.faults;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Row 2. */
final class SlowUploads implements Row {
    private static final int CLIENTS = 40;
    private static final int LENGTH = 1_000_000;
    private static final Duration EVERY = Duration.ofSeconds(9);
    private static final Duration PACE = Duration.ofMillis(100);

    /** Seconds in which every slow upload has to be ended. */
    private static final int ENDED_WITHIN = 45;

    private static final User[] OTHERS = {User.BOB, User.CAROL};

    @Override
    public String name() {
        return "2";
    }

    @Override
    public String stimulus() {
        return CLIENTS + " uploads of one account, of which a byte comes every 9 s";
    }

    @Override
    public String owed() {
        return "others' uploads and downloads succeed all the time; each slow upload is ended within " + ENDED_WITHIN
                + " s";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        int port = bed.service().port();
        Client client = bed.client();
        String bytes = bytes(bed.random());
        Script script = Script.slowBody(
                "POST /v1/images",
                LENGTH,
                EVERY,
                "X-Auth-Token: alice-token",
                "Content-Type: application/octet-stream",
                "X-Image-Meta-Name: slow",
                "X-Image-Meta-Disk_format: raw",
                "X-Image-Meta-Container_format: bare");
        Attack attack = new Attack(port, CLIENTS, script);
        try (attack) {
            long start = System.nanoTime();
            bed.pace().quietly(); // until all are under way
            Callers others = new Callers(OTHERS.length, PACE, (number, i) -> transfer(client, OTHERS[number], bytes));
            try (others) {
                bed.pace().underAttack();
                Duration left = Duration.ofSeconds(ENDED_WITHIN).minusNanos(System.nanoTime() - start);
                Testbed.comesAbout(left, attack::isRepelled);
            }
            finding.tell("others' transfers", others.latency().statuses());
            finding.none("others' transfers that failed", others.latency().countOtherThan(200));
            finding.tell(
                    "others' transfers: longest, s",
                    Finding.number(others.latency().longestSeconds()));
        }
        finding.atMost("a slow upload's longest life, s", attack.longestLifeSeconds(), ENDED_WITHIN);
        finding.tell("answers to slow uploads", attack.answers().statuses());
    }

    private static String bytes(Random random) {
        return random.ints(100_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Up, down, and away with it. */
    private static int transfer(Client client, User user, String bytes) {
        HttpResponse<String> up = Calls.upload(client, user, bytes);
        if (up.statusCode() != 201) {
            return Calls.status(up);
        }
        String path =
                URI.create(up.headers().firstValue("Location").orElseThrow()).getPath();
        HttpResponse<String> down = client.send("GET", path, user.token());
        client.send("DELETE", path, user.token());
        return down.statusCode() == 200 && !down.body().equals(bytes) ? Latency.NO_ANSWER : Calls.status(down);
    }
}
