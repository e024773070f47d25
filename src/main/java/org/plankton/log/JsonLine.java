package org.plankton.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** An event as a JSON object, with what its logger has named as fields of their own. */
final class JsonLine {
    /** Only ASCII, so that nothing in it is a line's end to anybody. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** No others: what somebody notes for a thread is not for every line of it to tell. */
    private static final List<String> OF_THREAD = List.of("request", "account");

    private JsonLine() {}

    static String of(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        fields.put("level", event.getLevel().toString());
        Map<String, String> thread = event.getMDCPropertyMap();
        OF_THREAD.stream().filter(name -> thread.get(name) != null).forEach(name -> fields.put(name, thread.get(name)));
        fields.put("logger", event.getLoggerName());
        fields.put("message", event.getFormattedMessage());
        List<KeyValuePair> named = event.getKeyValuePairs();
        if (named != null) {
            named.forEach(pair -> fields.putIfAbsent(pair.key, value(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            fields.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return json(fields) + System.lineSeparator();
    }

    private static Object value(Object named) {
        return named instanceof Number || named instanceof Boolean ? named : String.valueOf(named);
    }

    private static String json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("fields are texts, numbers and what is so or not", e);
        }
    }
}
