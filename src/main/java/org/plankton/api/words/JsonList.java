package org.plankton.api.words;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Lists as JSON, whose elements are handed over one by one, and not held. A body ends only after its last element:
 * closed after a failure, a list that was cut off would look like a whole one.
 */
final class JsonList {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonList() {}

    /** Writes one element as one JSON value. */
    interface Writer<T> {
        void write(JsonGenerator json, T element) throws IOException;
    }

    /** Writes what a body has. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static JsonBody body(Content content) {
        return output -> {
            JsonGenerator json = JSON.createGenerator(output);
            content.write(json);
            json.flush();
        };
    }

    /** {@code {"<name>": …}}. */
    static JsonBody object(String name, Content value) {
        return body(json -> {
            json.writeStartObject();
            json.writeFieldName(name);
            value.write(json);
            json.writeEndObject();
        });
    }

    /** {@code […]}. */
    static <T> void write(JsonGenerator json, Consumer<Consumer<T>> elements, Writer<T> writer) throws IOException {
        json.writeStartArray();
        try {
            elements.accept(element -> writeUnchecked(json, element, writer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        json.writeEndArray();
    }

    private static <T> void writeUnchecked(JsonGenerator json, T element, Writer<T> writer) {
        try {
            writer.write(json, element);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
