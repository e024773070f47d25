package org.plankton.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Source;
import org.plankton.testing.LogLines;
import org.slf4j.LoggerFactory;

class AuditJournalTest {
    private static final String ID = "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10";
    private static final Instant NOW = Instant.parse("2026-11-28T09:14:02.110Z");
    private static final Source SOURCE = new Source("req-1", "guide", "192.0.2.1");

    private static Image image(Metadata metadata) {
        return Image.reserved(ID, "owner", metadata, Instant.EPOCH);
    }

    private static Journal.Entry entry(Source source, EditKind kind, Image before, Image after) {
        Map<String, Membership> joined = Map.of("member", new Membership(false, MemberStatus.PENDING));
        return new Journal.Entry("alice", source, kind, before, after, Map.of(), joined, List.of());
    }

    private static String line(Journal.Entry entry) {
        try (LogLines lines = LogLines.of("audit")) {
            new AuditJournal(Clock.fixed(NOW, ZoneOffset.UTC)).write(entry);
            assertThat(lines.texts()).hasSize(1);
            return lines.texts().get(0);
        }
    }

    @Test
    void aChangeIsAnObjectOfWhoDidWhatToWhichImageAndOfWhatIsDifferent() {
        Image before = image(Metadata.NONE.withName("old"));
        Image after = image(Metadata.NONE.withName("new").withVisibility(Visibility.PUBLIC));

        assertThat(line(entry(SOURCE, EditKind.UPDATE, before, after)))
                .isEqualTo("{\"time\":\"2026-11-28T09:14:02.110Z\",\"kind\":\"update\",\"image\":\"" + ID
                        + "\",\"owner\":\"owner\",\"account\":\"alice\",\"request\":\"req-1\",\"dialect\":\"guide\","
                        + "\"client\":\"192.0.2.1\",\"before\":{\"name\":\"old\",\"visibility\":\"private\"},"
                        + "\"after\":{\"members\":{\"member\":{\"status\":\"pending\"}},"
                        + "\"name\":\"new\",\"visibility\":\"public\"}}");
    }

    @Test
    void whatNobodyHasAskedForHasNoRequest() throws IOException {
        JsonNode line =
                new ObjectMapper().readTree(line(entry(Source.NONE, EditKind.FORGET, image(Metadata.NONE), null)));

        assertThat(line.has("request") || line.has("dialect") || line.has("client"))
                .isFalse();
        assertThat(line.path("owner").textValue()).isEqualTo("owner");
        assertThat(line.path("before").path("owner").textValue()).isEqualTo("owner");
        assertThat(line.path("after").has("owner")).isFalse();
    }

    @Test
    void hostileTextIsOnOneLineOfAsciiAndAsItIs() throws IOException {
        String hostile = "a\r\nb\u0000\u0085\u2028\u2029\u001b[31m Ένα \ud83d\ude00 \"}{}\\";
        Image image =
                image(Metadata.NONE.withName(hostile).withProperties(new Properties(Map.of("KEY" + hostile, hostile))));

        String line = line(entry(SOURCE, EditKind.RESERVE, null, image));

        assertThat(line).matches("[ -~]+");
        JsonNode after = new ObjectMapper().readTree(line).path("after");
        assertThat(after.path("name").textValue()).isEqualTo(hostile);
        assertThat(after.path("properties").path("KEY" + hostile).textValue()).isEqualTo(hostile);
    }

    @Test
    void whereItIsOffNothingIsWritten() {
        Logger audit = (Logger) LoggerFactory.getLogger("audit");
        try (LogLines lines = LogLines.of("audit")) {
            audit.setLevel(Level.OFF);
            new AuditJournal(Clock.systemUTC()).write(entry(SOURCE, EditKind.RESERVE, null, image(Metadata.NONE)));

            assertThat(lines.texts()).isEmpty();
        }
    }
}
