package org.plankton.database;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.image.JsonText;

/** An image's properties as they are stored. They are read only where one of them is asked for, which in listings nobody does. */
final class StoredProperties extends AbstractMap<String, String> implements JsonText {
    private final String json;
    private Map<String, String> properties;

    StoredProperties(String json) {
        this.json = json;
    }

    @Override
    public String json() {
        return json;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return read().entrySet();
    }

    @Override
    public String get(Object key) {
        return read().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return read().containsKey(key);
    }

    private Map<String, String> read() {
        if (properties == null) {
            properties = PropertiesJson.read(json);
        }
        return properties;
    }
}
