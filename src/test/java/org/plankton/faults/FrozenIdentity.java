package org.plankton.faults;

/** Row 3. */
final class FrozenIdentity implements Row {
    private static final int CLIENTS = 300;

    /** Milliseconds. */
    private static final double MORE = 50;

    private static final double AT_ONCE = 500;

    @Override
    public String name() {
        return "3";
    }

    @Override
    public String stimulus() {
        return "the identity service stands still, and " + CLIENTS + " clients come with tokens that nobody has";
    }

    @Override
    public String owed() {
        return "who is known already waits 50 ms longer at most (p99); beyond a number of them that are asked about, "
                + "the others are told 503 at once";
    }

    @Override
    public boolean isOfContainers() {
        return true;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        String setting = "plankton.identity.url";
        try (Link link = bed.link(setting)) {
            int port = bed.service(setting, bed.by(link, setting)).port();
            Script junk = Script.junkTokens("GET /images");
            Attack.rehearse(port, CLIENTS, junk, bed.pace().quiet());
            try (Others others = new Others(bed)) {
                link.trouble(Link.Kind.BLACKHOLE, 0);
                Attack attack = new Attack(port, CLIENTS, junk);
                try (attack) {
                    others.attackBegins();
                    for (int i = 0; i < 2; i++) {
                        bed.pace().quietly();
                    }
                    others.compareHeads(finding, MORE);
                }
                link.heal();
                Latency answers = attack.answers();
                finding.tell("junk tokens", answers.statuses());
                finding.none("junk tokens: other than 503", answers.countOtherThan(503));
                finding.soon("junk tokens: median, ms", answers.count() == 0 ? 1e9 : answers.p(0.5), AT_ONCE);
            }
        }
    }
}
