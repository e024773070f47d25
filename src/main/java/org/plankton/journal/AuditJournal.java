package org.plankton.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.ports.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each change as a JSON object, with all that is different, to a logger of its own: for whoever collects such things.
 * It tells what the image was and is, which is not for everybody who reads the log, and so is off unless Logback's
 * configuration says otherwise.
 *
 * <p>{@code time}, when it was committed, in UTC to the millisecond; {@code kind}, {@code image}, {@code owner},
 * {@code account}; {@code request}, {@code dialect} and {@code client}, which are absent where nobody has asked by a
 * request; {@code before} and {@code after}, what of the image was and is otherwise, by its names.
 */
public final class AuditJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    /** Only ASCII, so that nothing in it is a line's end to anybody, and a character is a byte. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final Clock clock;

    public AuditJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void write(Entry entry) {
        if (LOG.isInfoEnabled()) { // what is different is not sought for nobody
            LOG.info("{}", json(entry));
        }
    }

    private String json(Entry entry) {
        ImageState.Difference difference = entry.difference();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", TIME.format(clock.instant()));
        fields.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        fields.put("image", entry.image());
        fields.put("owner", entry.owner());
        fields.put("account", entry.account());
        fields.put("request", entry.source().request());
        fields.put("dialect", entry.source().dialect());
        fields.put("client", entry.source().address());
        fields.values().removeIf(""::equals);
        fields.put("before", difference.before().values());
        fields.put("after", difference.after().values());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a state is of texts, numbers and what is so or not", e);
        }
    }
}
