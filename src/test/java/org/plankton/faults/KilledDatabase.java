package org.plankton.faults;

import java.time.Duration;
import org.plankton.cloud.User;

/** Row 6. */
final class KilledDatabase implements Row {
    private static final int CLIENTS = 2;
    private static final int ROUNDS = 2;
    private static final int DOWN_MILLIS = 4000;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Seconds. */
    private static final double CHANGE = 3;

    private static final double UPLOAD = 4;

    @Override
    public String name() {
        return "6";
    }

    @Override
    public String stimulus() {
        return "the database is killed in the middle of calls";
    }

    @Override
    public String owed() {
        return "503 and Retry-After within 3 s, of registering and publishing; of an upload within 4 s";
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service();
        String id = bed.image(User.BOB);
        Latency changes = new Latency();
        Latency uploads = new Latency();
        double longestChange = 0;
        double longestUpload = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Callers register = new Callers(CLIENTS, Duration.ZERO, Calls.register(bed, User.ALICE));
            Callers publish = new Callers(CLIENTS, Duration.ZERO, Calls.publish(bed, User.BOB, id));
            Callers upload = new Callers(CLIENTS, Duration.ZERO, Calls.upload(bed, User.CAROL));
            try (register;
                    publish;
                    upload) {
                Thread.sleep(1000 + bed.random().nextInt(500));
                bed.database().kill();
                long killed = System.nanoTime();
                Thread.sleep(DOWN_MILLIS);
                long now = System.nanoTime();
                bed.database().restart();
                Testbed.await(
                        SOON,
                        "the service is back",
                        () -> register.latency().secondsToFirst(200, now) < SOON.toSeconds());
                Latency both = register.settled().with(publish.settled()).between(killed, now);
                Latency up = upload.settled().between(killed, now);
                longestChange = Math.max(longestChange, both.longestSecondsAfter(killed));
                longestUpload = Math.max(longestUpload, up.longestSecondsAfter(killed));
                changes = changes.with(both);
                uploads = uploads.with(up);
            }
        }
        bed.forgetImages();
        finding.some("register, publish: 503", changes.answered(503).count());
        finding.atMost("register, publish: longest, s", longestChange, CHANGE);
        finding.some("uploads: 503", uploads.answered(503).count());
        finding.atMost("uploads: longest, s", longestUpload, UPLOAD);
        finding.none("neither 503 nor done", changes.with(uploads).countOtherThan(200, 503));
    }
}
