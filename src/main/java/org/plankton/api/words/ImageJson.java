package org.plankton.api.words;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/**
 * Images as JSON bodies, each image as its dialect writes it. A body ends only after its last image: closed after a
 * failure, a list that was cut off would look like a whole one.
 */
public final class ImageJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ImageJson() {}

    /** Writes one image as one JSON value. */
    public interface Writer {
        void write(JsonGenerator json, Image image) throws IOException;
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** {@code […]}, of images that are handed over one by one, and not held. */
    public static JsonBody array(Consumer<Consumer<Image>> images, Writer writer) {
        return body(json -> writeArray(json, images, writer));
    }

    /** {@code {"<name>": […]}}. */
    public static JsonBody object(String name, List<Image> images, Writer writer) {
        return object(name, json -> writeArray(json, images::forEach, writer));
    }

    /** {@code {"<name>": …}}. */
    public static JsonBody object(String name, Image image, Writer writer) {
        return object(name, json -> writer.write(json, image));
    }

    private static JsonBody object(String name, Content value) {
        return body(json -> {
            json.writeStartObject();
            json.writeFieldName(name);
            value.write(json);
            json.writeEndObject();
        });
    }

    private static JsonBody body(Content content) {
        return output -> {
            JsonGenerator json = JSON.createGenerator(output);
            content.write(json);
            json.flush();
        };
    }

    private static void writeArray(JsonGenerator json, Consumer<Consumer<Image>> images, Writer writer)
            throws IOException {
        json.writeStartArray();
        try {
            images.accept(image -> writeUnchecked(json, image, writer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        json.writeEndArray();
    }

    private static void writeUnchecked(JsonGenerator json, Image image, Writer writer) {
        try {
            writer.write(json, image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code "properties": {…}}, where {@code json} writes an image.
     *
     * @param keys how the wire spells their keys
     */
    public static void writeProperties(JsonGenerator json, Image image, KeyFolding keys) throws IOException {
        Properties properties = image.metadata().properties();
        Optional<String> stored = properties.json().filter(object -> isSpelled(object, keys));
        if (stored.isPresent()) {
            json.writeFieldName("properties");
            json.writeRawValue(stored.get());
            return;
        }
        json.writeObjectFieldStart("properties");
        for (Map.Entry<String, String> property : keys.shown(properties).entrySet()) {
            json.writeStringField(property.getKey(), property.getValue());
        }
        json.writeEndObject();
    }

    /**
     * Whether all keys in an object of strings are spelled as the wire does. It is seen without reading the object,
     * since long lists are full of them; of few that are it is not seen.
     */
    private static boolean isSpelled(String object, KeyFolding keys) {
        boolean isKey = true;
        boolean isSayable = false;
        boolean isInside = false;
        for (int i = 0; i < object.length(); i++) {
            char c = object.charAt(i);
            if (c == '"') {
                if (isInside && isKey && !isSayable) {
                    return false;
                }
                isKey = isInside ? !isKey : isKey;
                isInside = !isInside;
                isSayable = false;
            } else if (isInside && c == '\\') {
                if (isKey) {
                    return false;
                }
                i++;
            } else if (isInside && isKey) {
                if (!keys.keeps(c)) {
                    return false;
                }
                isSayable |= c != '_' && c != ' ';
            }
        }
        return true;
    }
}
