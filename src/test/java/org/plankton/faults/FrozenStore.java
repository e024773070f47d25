package org.plankton.faults;

import java.util.concurrent.atomic.AtomicInteger;
import org.plankton.cloud.User;
import org.plankton.testing.Together;

/** The row "store". */
final class FrozenStore implements Row {
    private static final int CLIENTS = 400;

    /** Of the account that has only so many requests answered at once; the administrator has any number. */
    private static final int OF_THE_ACCOUNT = 40;

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
                + "clients are told 503 at once; afterwards " + BURST
                + " requests of an account at once are all served";
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
                link.heal();
                Latency answers = attack.answers();
                finding.tell("register, members", answers.statuses());
                finding.none("register, members: other than 503", answers.countOtherThan(503));
                finding.soon("register, members: median, ms", answers.count() == 0 ? 1e9 : answers.p(0.5), AT_ONCE);
            }
            finding.none("afterwards: not served", BURST - served(bed));
        }
    }

    /** Each account's clients are at one file and one image; one of each two registers, the other adds a member. */
    private static Script changes(Testbed bed) {
        AtomicInteger number = new AtomicInteger();
        String[] files = {bed.file(User.ALICE), bed.file(User.ADMIN)};
        String[] images = {bed.image(User.ALICE), bed.image(User.ADMIN)};
        User[] accounts = {User.ALICE, User.ADMIN};
        return Script.requests(() -> {
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
        });
    }

    /** How many of as many as an account may ask at once, as soon as none of its own is answered any longer. */
    private static long served(Testbed bed) throws Exception {
        String file = bed.file(User.BOB);
        bed.client().registered(User.BOB.token(), "of many", file);
        return Together.run(BURST, number -> Calls.status(bed.client().register(User.BOB.token(), "of many", file)))
                .stream()
                .filter(status -> status == 200)
                .count();
    }
}
