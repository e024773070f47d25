package org.plankton.faults;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Row 5. */
final class SlowLists implements Row {
    private static final int CLIENTS = 4;
    private static final int IMAGES = 12_000;
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int BYTES = 8192;
    private static final User[] SLOW = {User.ALICE, User.BOB, User.CAROL};

    @Override
    public String name() {
        return "5";
    }

    @Override
    public String stimulus() {
        return "three accounts read " + CLIENTS + " long lists each (" + IMAGES + " images), slowly";
    }

    @Override
    public String owed() {
        return "another account's long lists are all answered with 200, whole";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        Deployed service = bed.service();
        bed.image(User.ALICE); // the tables are there
        for (User user : User.values()) {
            bed.parties().insertImages(user, IMAGES);
        }
        Client client = bed.client();
        List<Attack> attacks = new ArrayList<>();
        try {
            for (User user : SLOW) {
                attacks.add(new Attack(
                        service.port(),
                        CLIENTS,
                        Script.slowReader("GET /images/detail", BYTES, EVERY, "X-Auth-Token: " + user.token())));
            }
            bed.pace().quietly();
            Callers another = new Callers(1, Duration.ZERO, (number, i) -> list(client));
            try (another) {
                bed.pace().quietly();
                bed.pace().quietly();
                bed.pace().quietly();
            }
            finding.tell("another's lists", another.latency().statuses());
            finding.some("another's lists", another.latency().answered(200).count());
            finding.none("another's lists: other than 200", another.latency().countOtherThan(200));
            finding.tell(
                    "another's lists: longest, s",
                    Finding.number(another.latency().longestSeconds()));
        } finally {
            for (Attack attack : attacks) {
                attack.close();
            }
            bed.forgetImages();
        }
        Latency answers = attacks.stream().map(Attack::answers).reduce(new Latency(), Latency::with);
        finding.some("slow lists: 200", answers.answered(200).count());
        finding.none("slow lists: other than 200, 429, 503", answers.countOtherThan(200, 429, 503));
    }

    private static int list(Client client) {
        HttpResponse<String> list = client.send("GET", "/images/detail", User.ADMIN.token());
        boolean isWhole = list.body().split("\"location\"", -1).length > IMAGES;
        return list.statusCode() == 200 && !isWhole ? Latency.NO_ANSWER : Calls.status(list);
    }
}
