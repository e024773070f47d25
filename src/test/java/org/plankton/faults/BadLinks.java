package org.plankton.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.plankton.cloud.User;

/** Row links. */
final class BadLinks implements Row {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> PARTIES =
            List.of("plankton.database.url", "plankton.identity.url", "plankton.store.url");

    /** With so much of each: milliseconds, bytes a second, bytes. */
    private static final Map<Link.Kind, Integer> TROUBLE = new TreeMap<>(Map.of(
            Link.Kind.LATENCY, 50,
            Link.Kind.BANDWIDTH, 10_000,
            Link.Kind.RESET, 200,
            Link.Kind.BLACKHOLE, 0,
            Link.Kind.HALF_OPEN, 0));

    /** Seconds, of the database's whatever is set, and of the others' with these settings. */
    private static final double READ = 3;

    private static final double CHANGE = 6;

    /** Identity is asked for each request, or there would be no trouble to see. */
    private static final String[] SETTINGS = {
        "plankton.identity.cache", "0",
        "plankton.identity.timeout", "1",
        "plankton.store.timeout", "1",
        "plankton.store.idle", "3"
    };

    @Override
    public String name() {
        return "links";
    }

    @Override
    public String stimulus() {
        return "the way to database, identity service and store, one after the other: 50 ms longer each way; 10 "
                + "KB a second; reset after 200 bytes; swallowing all; swallowing what comes back; with "
                + "plankton.identity.cache=0, plankton.identity.timeout=1, plankton.store.timeout=1 and "
                + "plankton.store.idle=3";
    }

    @Override
    public String owed() {
        return "reads are answered within 3 s, changes and uploads within 6 s, with 503 and Retry-After if not with "
                + "success; all is well once the way is";
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        for (String setting : PARTIES) {
            try (Link link = bed.link(setting)) {
                bed.service(Stream.concat(Stream.of(setting, bed.by(link, setting)), Stream.of(SETTINGS))
                        .toArray(String[]::new));
                String id = bed.image(User.BOB);
                String published = bed.image(User.CAROL);
                Latency reads = new Latency();
                Latency changes = new Latency();
                for (Link.Kind kind : kinds(bed)) {
                    Seen seen = watch(bed, link, kind, id, published);
                    reads = reads.with(seen.reads());
                    changes = changes.with(seen.changes());
                    finding.tell(
                            name(setting) + ", " + kind,
                            "longest read " + Finding.number(seen.reads().longestSeconds()) + " s, change "
                                    + Finding.number(seen.changes().longestSeconds()) + " s; "
                                    + seen.reads().with(seen.changes()).statuses());
                }
                finding.within(name(setting) + ": longest read, s", reads.longestSeconds(), READ);
                finding.within(name(setting) + ": longest change, s", changes.longestSeconds(), CHANGE);
                finding.none(
                        name(setting) + ": neither 503 nor done",
                        reads.with(changes).countOtherThan(200, 503));
            }
        }
        bed.forgetImages();
    }

    private static String name(String setting) {
        return setting.split("\\.")[1];
    }

    /** One of them by the seed, unless there is time for all. */
    private static List<Link.Kind> kinds(Testbed bed) {
        List<Link.Kind> kinds = new ArrayList<>(TROUBLE.keySet());
        Collections.shuffle(kinds, bed.random());
        return bed.pace().isWhole() ? kinds : kinds.subList(0, 1);
    }

    private record Seen(Latency reads, Latency changes) {}

    private static Seen watch(Testbed bed, Link link, Link.Kind kind, String id, String published) throws Exception {
        Callers heads = new Callers(1, Duration.ZERO, Calls.head(bed, User.BOB, id));
        Callers lists = new Callers(1, Duration.ZERO, Calls.list(bed, User.ALICE));
        Callers registrations = new Callers(1, Duration.ZERO, Calls.register(bed, User.ALICE));
        Callers publications = new Callers(1, Duration.ZERO, Calls.publish(bed, User.CAROL, published));
        Callers uploads = new Callers(1, Duration.ZERO, Calls.upload(bed, User.ADMIN));
        long begin = System.nanoTime();
        try (heads;
                lists;
                registrations;
                publications;
                uploads) {
            link.trouble(kind, TROUBLE.get(kind));
            try {
                bed.pace().quietly();
                for (Callers callers : List.of(heads, lists, registrations, publications, uploads)) {
                    callers.settled(); // not before is the trouble over
                }
            } finally {
                link.heal();
            }
        }
        long end = System.nanoTime();
        Testbed.await(
                SOON,
                "all is well again",
                () -> bed.client()
                                .send("HEAD", "/images/" + id, User.BOB.token())
                                .statusCode()
                        == 200);
        Latency reads = heads.latency().with(lists.latency()).between(begin, end);
        Latency changes = registrations
                .latency()
                .with(publications.latency())
                .with(uploads.latency())
                .between(begin, end);
        return new Seen(reads, changes);
    }
}
