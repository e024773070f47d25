package org.plankton.api.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;

class ImageJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    /** Whether they are copied as they are stored, or read and spelled anew. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"os\":\"debian\"}",
                "{\"os\":\"\"}",
                "{\"os\":\"a: {\\\"b\\\": 1}, c\",\"users\":\"root user\"}",
                "{\"os\":\"C:\\\\\",\"users\":\"x\"}",
                "{\"os\":\"\\\\\",\"org-x\":\"\\\\\\\"\"}",
                "{\"Org.X\":\"1\",\"org_x\":\"2\"}",
                "{\"org-x\":\"1\"}",
                "{\"os\":\"a\",\"ÜBER\":\"b\"}",
                "{\"a\\\"b\":\"1\"}",
                "{\"__\":\"1\",\"os\":\"2\"}",
                "{\" _\":\"1\"}",
                "{\"os\":\"\\u0001\",\"two words\":\"ü\uD83D\uDE00\"}"
            })
    void propertiesAreWrittenAsTheWireSpellsThem(String stored) throws IOException {
        Properties properties = Properties.stored(stored, ImageJsonTest::read);
        Image image = Image.reserved(
                "a1b2c3d4-0000-4000-8000-000000000001",
                "alice",
                Metadata.NONE.withProperties(properties),
                Instant.EPOCH);
        for (KeyFolding keys : KeyFolding.values()) {
            Map<String, Map<String, String>> written = JSON.readValue(write(image, keys), new TypeReference<>() {});

            assertThat(written).as("%s", keys).isEqualTo(Map.of("properties", keys.shown(properties)));
        }
    }

    private static String write(Image image, KeyFolding keys) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            ImageJson.writeProperties(json, image, keys);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static TreeMap<String, String> read(String object) {
        try {
            return JSON.readValue(object, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(object, e);
        }
    }
}
