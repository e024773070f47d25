package org.plankton.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
    /** Whatever somebody takes for a line's end, or for the beginning of a terminal's command; half a character. */
    private static final String HOSTILE =
            "a\r\nb\tc\u000b\u000c\u0000d\u007f\u0085\u2028\u2029e\u001b[31m\ud83d f\"}\\";

    private final LoggerContext loggers = new LoggerContext();

    private LoggingEvent event(String message, Map<String, String> thread, Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                "caller", loggers.getLogger("org.plankton.Somebody"), Level.WARN, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-11-28T09:14:02.110Z"));
        event.setMDCPropertyMap(thread);
        return event;
    }

    private String line(LogFormat format, ILoggingEvent event) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(loggers);
        encoder.setFormat(format.name());
        encoder.start();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private JsonNode json(ILoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(line(LogFormat.JSON, event));
    }

    @Test
    void aTextIsTimeLevelRequestAccountLoggerAndMessage() {
        assertThat(line(LogFormat.TEXT, event("Ένα", Map.of("request", "req-1", "account", "alice"), null)))
                .isEqualTo("2026-11-28T09:14:02.110Z WARN  [req-1] [alice] Somebody: Ένα " + System.lineSeparator());
        assertThat(line(LogFormat.TEXT, event("a", Map.of(), null)))
                .isEqualTo("2026-11-28T09:14:02.110Z WARN  [-] [-] Somebody: a " + System.lineSeparator());
    }

    @Test
    void anObjectHasTheSameInFields() {
        assertThat(line(LogFormat.JSON, event("Ένα", Map.of("request", "req-1", "account", "alice"), null)))
                .isEqualTo("{\"time\":\"2026-11-28T09:14:02.110Z\",\"level\":\"WARN\",\"request\":\"req-1\","
                        + "\"account\":\"alice\",\"logger\":\"org.plankton.Somebody\","
                        + "\"message\":\"\\u0388\\u03BD\\u03B1\"}" + System.lineSeparator());
    }

    @Test
    void whatItsLoggerHasNamedIsAFieldOfItsKind() throws IOException {
        LoggingEvent event = event("a", Map.of(), null);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("status", 405),
                new KeyValuePair("isSo", true),
                new KeyValuePair("path", "/images"),
                new KeyValuePair("thing", List.of("b")),
                new KeyValuePair("nothing", null)));

        JsonNode line = json(event);

        assertThat(line.path("status").isIntegralNumber()).isTrue();
        assertThat(line.path("status").intValue()).isEqualTo(405);
        assertThat(line.path("isSo").isBoolean()).isTrue();
        assertThat(line.path("path").textValue()).isEqualTo("/images");
        assertThat(line.path("thing").textValue()).isEqualTo("[b]");
        assertThat(line.path("nothing").textValue()).isEqualTo("null");
        assertThat(line(LogFormat.TEXT, event)).endsWith("Somebody: a " + System.lineSeparator());
    }

    @Test
    void whatItsLoggerHasNamedHidesNothingOfTheLineItself() throws IOException {
        LoggingEvent event = event("a", Map.of(), null);
        event.setKeyValuePairs(List.of(new KeyValuePair("level", "INFO"), new KeyValuePair("message", "b")));

        assertThat(json(event).path("level").textValue()).isEqualTo("WARN");
        assertThat(json(event).path("message").textValue()).isEqualTo("a");
    }

    @Test
    void whatElseIsNotedForTheThreadIsInNeither() {
        LoggingEvent event = event("a", Map.of("request", "req-1", "token", "secret"), null);

        assertThat(line(LogFormat.TEXT, event)).contains("req-1").doesNotContain("secret");
        assertThat(line(LogFormat.JSON, event)).contains("req-1").doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource
    void isOneLineWhateverIsInIt(LogFormat format) {
        LoggingEvent event = event(
                HOSTILE,
                Map.of("request", HOSTILE, "account", HOSTILE),
                new IllegalStateException(HOSTILE, new IOException(HOSTILE)));
        event.setKeyValuePairs(List.of(new KeyValuePair("path", HOSTILE), new KeyValuePair(HOSTILE, HOSTILE)));

        String line = line(format, event);

        assertThat(line).endsWith(System.lineSeparator());
        assertThat(line.strip()).doesNotContainPattern("[\\p{Cntrl}\\x85\\u2028\\u2029&&[^\\x7f]]");
        assertThat(line).contains("IllegalStateException", "IOException", "at org.plankton.log.LineEncoderTest");
    }

    @Test
    void anObjectHasHostileTextAsItIs() throws IOException {
        LoggingEvent event = event(HOSTILE, Map.of(), new IllegalStateException(HOSTILE));

        assertThat(json(event).path("message").textValue()).isEqualTo(HOSTILE);
        assertThat(json(event).path("stack").textValue())
                .startsWith("java.lang.IllegalStateException: " + HOSTILE)
                .contains("\tat org.plankton.log.LineEncoderTest");
    }

    @Test
    void isTextUntilSomethingElseIsSet() {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(loggers);
        encoder.start();
        LoggingEvent event = event("a", Map.of(), null);

        assertThat(new String(encoder.encode(event), StandardCharsets.UTF_8)).startsWith("2026-");
        new ServiceLog(Optional.of(loggers), LogFormat.JSON);
        assertThat(new String(encoder.encode(event), StandardCharsets.UTF_8)).startsWith("{\"time\":\"2026-");
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> new LineEncoder().setFormat("xml")).isInstanceOf(IllegalArgumentException.class);
    }
}
