package org.plankton.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Source;
import org.plankton.testing.LogLines;

class LogJournalTest {
    private static final String ID = "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10";
    private static final Image IMAGE = Image.reserved(ID, "owner", Metadata.NONE.withName("secret"), Instant.EPOCH);

    private static Source source(String request) {
        return new Source(request, "guide", "192.0.2.1");
    }

    private static Journal.Entry entry(String account, String request, EditKind kind, Image before, Image after) {
        Map<String, Membership> joined = Map.of("member", new Membership(false, MemberStatus.PENDING));
        return new Journal.Entry(account, source(request), kind, before, after, Map.of(), joined, List.of());
    }

    @Test
    void aChangeIsALineOfWhatWasDoneToWhichImageByWhomInWhichRequestAndOfNothingElse() {
        try (LogLines lines = LogLines.of("org.plankton.journal")) {
            new LogJournal().write(entry("alice", "req-1", EditKind.RESERVE, null, IMAGE));
            new LogJournal().write(entry("plankton", "", EditKind.END_UPLOAD, IMAGE, IMAGE));
            new LogJournal().write(entry("plankton", "", EditKind.FORGET, IMAGE, null));

            assertThat(lines.texts())
                    .containsExactly(
                            "reserve of image " + ID + " by alice, request req-1",
                            "end_upload of image " + ID + " by plankton, request -",
                            "forget of image " + ID + " by plankton, request -");
        }
    }

    @Test
    void thatAnAccountHasComeNearToAQuotaIsAWarning() {
        Journal.Entry entry = new Journal.Entry(
                "admin",
                source("req-1"),
                EditKind.UPDATE,
                IMAGE,
                IMAGE,
                Map.of(),
                Map.of(),
                List.of(new Journal.Nearing("alice", Quota.QUEUED, 80, 100)));
        try (LogLines lines = LogLines.of("org.plankton.journal")) {
            new LogJournal().write(entry);

            assertThat(lines.texts())
                    .containsExactly(
                            "update of image " + ID + " by admin, request req-1",
                            "account alice is near to a quota: it has 80 of at most 100 images without bytes");
        }
    }
}
