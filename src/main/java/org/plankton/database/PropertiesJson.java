package org.plankton.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.image.Properties;

/** An image's properties as one JSON object of strings, its keys in order. */
final class PropertiesJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.readerFor(new TypeReference<TreeMap<String, String>>() {});

    private PropertiesJson() {}

    static String write(Properties properties) {
        return properties.json().orElseGet(() -> json(properties.values()));
    }

    private static String json(Map<String, String> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("properties are strings", e);
        }
    }

    static Properties stored(String json) {
        return Properties.stored(json, PropertiesJson::values);
    }

    private static SortedMap<String, String> values(String json) {
        try {
            return Collections.unmodifiableSortedMap(READER.<TreeMap<String, String>>readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds properties that are not an object of strings", e);
        }
    }
}
