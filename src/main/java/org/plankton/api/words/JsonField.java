package org.plankton.api.words;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;

/** A field of JSON objects of which long lists are full: its name is encoded once, here, and not in each of them. */
public final class JsonField {
    private final SerializableString name;

    public JsonField(String name) {
        this.name = new SerializedString(name);
    }

    /** @param value null: {@code null} */
    public void write(JsonGenerator json, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    public void write(JsonGenerator json, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    public void write(JsonGenerator json, boolean value) throws IOException {
        json.writeFieldName(name);
        json.writeBoolean(value);
    }
}
