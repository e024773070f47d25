package org.plankton.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.plankton.cloud.User;
import org.plankton.testing.Together;

/** The row "store". */
final class FrozenStore implements Row {
    private static final int CLIENTS = 300;

    /** The account has only so many requests answered at once, the administrator any number. */
    private static final int OF_THE_ACCOUNT = 40;

    /** Each registration and each change looks into the database before it is refused. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /** Seconds: longer than a question to the store may take, and a turn be waited for. */
    private static final double SERVED_WITHIN = 10;

    /** Of plankton.limits.requests. */
    private static final int BURST = 50;

    /** Milliseconds. */
    private static final double MORE = 50;

    private static final double AT_ONCE = 500;

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String stimulus() {
        return "the object store stands still, and " + CLIENTS + " clients of two accounts, one of them an "
                + "administrator's, register files and change members";
    }

    @Override
    public String owed() {
        return "others' HEAD takes 50 ms longer at most (p99); beyond a number of them that wait for the store, the "
                + "clients are told 503 at once; " + BURST
                + " requests of an account at once are all served within 10 s "
                + "from when the store goes on";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        String setting = "plankton.store.url";
        try (Link link = bed.link(setting)) {
            int port = bed.service(setting, bed.by(link, setting)).port();
            Script changes = changes(bed);
            Attack.rehearse(port, BURST, changes, bed.pace().quiet());
            try (Others others = new Others(bed)) {
                link.trouble(Link.Kind.BLACKHOLE, 0);
                Attack attack = new Attack(port, CLIENTS, changes);
                try (attack) {
                    others.attackBegins();
                    for (int i = 0; i < 2; i++) {
                        bed.pace().quietly();
                    }
                    others.compareHeads(finding, MORE);
                }
                long healed = System.nanoTime();
                link.heal();
                String file = bed.file(User.BOB);
                Duration patience = Duration.ofMillis((long) (2e3 * SERVED_WITHIN));
                Testbed.comesAbout(patience, () -> served(bed, file) == BURST);
                finding.within("afterwards: s to all served", (System.nanoTime() - healed) / 1e9, SERVED_WITHIN);
                Latency answers = attack.answers();
                finding.tell("register, members", answers.statuses());
                finding.none("register, members: other than 429, 503", answers.countOtherThan(429, 503));
                finding.soon("register, members: median, ms", answers.count() == 0 ? 1e9 : answers.p(0.5), AT_ONCE);
            }
        }
    }

    /** Each account's clients are at one file and one image; one of each two registers, the other adds a member. */
    private static Script changes(Testbed bed) {
        AtomicInteger number = new AtomicInteger();
        String[] files = {bed.file(User.ALICE), bed.file(User.ADMIN)};
        String[] images = {bed.image(User.ALICE), bed.image(User.ADMIN)};
        User[] accounts = {User.ALICE, User.ADMIN};
        return Script.requests(
                () -> {
                    int next = number.getAndIncrement();
                    int account = next % CLIENTS < OF_THE_ACCOUNT ? 0 : 1;
                    return next % 2 == 0
                            ? Script.request(
                                    "POST /images",
                                    "X-Auth-Token: " + accounts[account].token(),
                                    "Content-Length: 0",
                                    "X-Image-Meta-Name: of many",
                                    "X-Image-Meta-Location: " + files[account])
                            : Script.request(
                                    "PUT /images/" + images[account] + "/members/member-" + next,
                                    "X-Auth-Token: " + accounts[account].token(),
                                    "Content-Length: 0");
                },
                AGAIN);
    }

    /** How many of as many as an account may ask at once. */
    private static long served(Testbed bed, String file) throws Exception {
        return Together.run(BURST, number -> Calls.status(bed.client().register(User.BOB.token(), "of many", file)))
                .stream()
                .filter(status -> status == 200)
                .count();
    }
}
