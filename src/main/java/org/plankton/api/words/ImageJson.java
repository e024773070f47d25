package org.plankton.api.words;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/** Images as JSON bodies, each image as its dialect writes it. */
public final class ImageJson {
    private ImageJson() {}

    /** Writes one image as one JSON value. */
    public interface Writer {
        void write(JsonGenerator json, Image image) throws IOException;
    }

    /** Writes some fields of an object. */
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** {@code […]}, of images that are handed over one by one, and not held. */
    public static JsonBody array(Consumer<Consumer<Image>> images, Writer writer) {
        return JsonList.body(json -> JsonList.write(json, images, writer::write));
    }

    /** {@code {"<name>": […]}}. */
    public static JsonBody object(String name, Consumer<Consumer<Image>> images, Writer writer) {
        return JsonList.object(name, json -> JsonList.write(json, images, writer::write));
    }

    /** {@code {"<name>": […], …}}. */
    public static JsonBody object(String name, Consumer<Consumer<Image>> images, Writer writer, Fields more) {
        return JsonList.body(json -> {
            json.writeStartObject();
            json.writeFieldName(name);
            JsonList.write(json, images, writer::write);
            more.write(json);
            json.writeEndObject();
        });
    }

    /** The image alone. */
    public static JsonBody of(Image image, Writer writer) {
        return JsonList.body(json -> writer.write(json, image));
    }

    /** {@code {"<name>": …}}. */
    public static JsonBody object(String name, Image image, Writer writer) {
        return JsonList.object(name, json -> writer.write(json, image));
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
     * since long lists are full of them; not of one with a backslash, nor of few others that are.
     */
    private static boolean isSpelled(String object, KeyFolding keys) {
        if (object.indexOf('\\') >= 0) {
            return false;
        }
        int quote = object.indexOf('"');
        while (quote >= 0) {
            int end = object.indexOf('"', quote + 1);
            if (!isSpelled(object, quote + 1, end, keys)) {
                return false;
            }
            int value = object.indexOf('"', end + 1);
            quote = object.indexOf('"', object.indexOf('"', value + 1) + 1);
        }
        return true;
    }

    private static boolean isSpelled(String object, int from, int to, KeyFolding keys) {
        boolean isSayable = false;
        for (int i = from; i < to; i++) {
            char c = object.charAt(i);
            if (!keys.keeps(c)) {
                return false;
            }
            isSayable |= c != '_' && c != ' ';
        }
        return isSayable;
    }
}
