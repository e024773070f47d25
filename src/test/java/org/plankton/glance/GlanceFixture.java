package org.plankton.glance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An invented image of a Glance, by the names of Glance's own columns; what is not there is null there. */
public final class GlanceFixture {
    private final Map<String, Object> columns = new TreeMap<>();
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> members = new TreeMap<>();
    private final List<String> tags = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private byte[] bytes = new byte[0];

    /** Active, private, raw and without a byte. */
    public GlanceFixture(String id, String owner) {
        with("id", id);
        with("owner", owner);
        with("name", "image " + id.substring(0, 8));
        with("status", "active");
        with("visibility", "private");
        with("disk_format", "raw");
        with("container_format", "bare");
        with("min_ram", 0);
        with("min_disk", 0);
        with("protected", false);
        with("os_hidden", false);
        with("created_at", "2015-01-01T00:00:" + id.substring(id.length() - 2) + "Z");
        with("updated_at", "2016-02-03T04:05:06Z");
        withBytes("");
    }

    /** @param value null: there is none */
    public GlanceFixture with(String column, Object value) {
        if (value == null) {
            columns.remove(column);
        } else {
            columns.put(column, value);
        }
        return this;
    }

    public GlanceFixture withBytes(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        with("size", (long) bytes.length);
        with("checksum", hash("MD5", bytes));
        with("os_hash_algo", "sha512");
        return with("os_hash_value", hash("SHA-512", bytes));
    }

    public GlanceFixture withProperty(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public GlanceFixture withTag(String tag) {
        tags.add(tag);
        return this;
    }

    public GlanceFixture withMember(String account, String status) {
        members.put(account, status);
        return this;
    }

    public GlanceFixture withLocation(String location) {
        locations.add(location);
        return this;
    }

    /** Neither bytes nor what is known of them. */
    public GlanceFixture withoutBytes() {
        bytes = new byte[0];
        return with("size", null)
                .with("checksum", null)
                .with("os_hash_algo", null)
                .with("os_hash_value", null);
    }

    public String id() {
        return (String) columns.get("id");
    }

    /** Lower-case hex. */
    public String hash(String algorithm) {
        return hash(algorithm, bytes);
    }

    Object column(String name) {
        return columns.get(name);
    }

    Map<String, Object> columns() {
        return columns;
    }

    Map<String, String> properties() {
        return properties;
    }

    Map<String, String> members() {
        return members;
    }

    List<String> tags() {
        return tags;
    }

    List<String> locations() {
        return locations;
    }

    public byte[] bytes() {
        return bytes;
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
