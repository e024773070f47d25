package org.plankton.pithos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.image.Fault;

/**
 * Texts as PostgreSQL has them: in UTF-8, but in a database whose encoding is SQL_ASCII, where they are whatever bytes
 * were put there.
 */
final class SentText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SentText() {}

    /**
     * @param field whose text it is
     * @param bytes null: null
     * @throws Fault BAD_REQUEST if it is no UTF-8
     */
    static String read(String field, byte[] bytes) {
        try {
            return bytes == null
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException e) {
            throw Fault.badRequest(field + " is no UTF-8");
        }
    }

    /** For people to see, whatever it is. */
    static String shown(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * An object of JSON, whose texts are read one by one, so that it is known which is no UTF-8: the bytes of its own
     * signs are in no other.
     *
     * @param bytes null: an empty one
     * @return values are null where they are
     * @throws Fault BAD_REQUEST if a key or a value is no UTF-8
     */
    static SortedMap<String, String> object(byte[] bytes) {
        SortedMap<String, String> values = new TreeMap<>();
        tree(bytes).properties().forEach(one -> {
            String key = read("an attribute's key", latin(one.getKey()));
            values.put(
                    key,
                    one.getValue().isNull()
                            ? null
                            : read(key, latin(one.getValue().textValue())));
        });
        return values;
    }

    /**
     * An array of JSON, as {@link #object}.
     *
     * @param field whose text each is
     */
    static List<String> array(String field, byte[] bytes) {
        List<String> values = new ArrayList<>();
        tree(bytes).forEach(one -> values.add(read(field, latin(one.textValue()))));
        return values;
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return bytes == null
                    ? JSON.createObjectNode()
                    : JSON.readTree(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database writes JSON that is none", e);
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
