package org.plankton.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What Synnefo's own library finds of images in Pithos' tables: the same questions, asked anew. */
public final class PithosLibrary {
    private final PithosTables tables;
    private final String release;

    /** @param release {@code 0.15}, say */
    public PithosLibrary(PithosTables tables, String release) {
        this.tables = tables;
        this.release = release;
    }

    /**
     * The image of that id: path, name, formats, status, each property as {@code property:}key, and whatever else is
     * told of it, as attributes are; empty if it is not found, or is none.
     */
    public Optional<Map<String, String>> find(String uuid) {
        List<String> serials = tables.texts(
                "SELECT serial FROM versions WHERE uuid = ? AND cluster = 0 ORDER BY serial DESC LIMIT 1", uuid);
        if (serials.isEmpty()) {
            return Optional.empty();
        }
        long serial = Long.parseLong(serials.get(0));
        Map<String, String> image = new TreeMap<>();
        List<String> keys = tables.texts(
                "SELECT key FROM attributes WHERE serial = ? AND domain = 'plankton' ORDER BY key", serial);
        for (String key : keys) {
            image.put(
                    key.substring("plankton:".length()),
                    tables.text(
                            "SELECT value FROM attributes WHERE serial = ? AND domain = 'plankton' AND key = ?",
                            serial,
                            key));
        }
        if (!image.containsKey("name")) {
            return Optional.empty();
        }
        image.put(
                "path",
                tables.text("SELECT path FROM nodes n JOIN versions v ON v.node = n.node WHERE serial = ?", serial));
        if (release.equals("0.16")) {
            String available = tables.text("SELECT available FROM versions WHERE serial = ?", serial);
            image.putIfAbsent(
                    "status",
                    Map.of("1", "AVAILABLE", "0", "UNAVAILABLE", "-1", "ERROR").get(available));
        }
        return Optional.of(image);
    }

    /** Whether Pithos lets that account read the file: by its own path's rule, else by that of its nearest folder. */
    public boolean isReadBy(String uuid, String account) {
        String path = tables.text(
                "SELECT path FROM nodes n JOIN versions v ON v.serial = n.latest_version WHERE uuid = ?", uuid);
        List<String> rules = tables.texts(
                "SELECT feature_id FROM xfeatures x LEFT JOIN nodes n USING (path)"
                        + " LEFT JOIN versions v ON v.serial = n.latest_version"
                        + " WHERE ? = path OR v.type = 'application/directory'"
                        + " AND left(?, length(path) + 1) = path || '/'"
                        + " ORDER BY length(path) DESC",
                path,
                path);
        return path.startsWith(account + "/")
                || !rules.isEmpty()
                        && !tables.texts(
                                        "SELECT 1 FROM xfeaturevals WHERE feature_id = ? AND value IN (?, '*')",
                                        Long.parseLong(rules.get(0)),
                                        account)
                                .isEmpty();
    }

    /** Ids of an account's images, and of those whose own paths are shared with it or public. */
    public Set<String> list(String account) {
        return listed(
                " AND (n.path LIKE ? || '/%' OR n.path IN (SELECT x.path FROM xfeatures x JOIN xfeaturevals r"
                        + " USING (feature_id) WHERE r.value IN (?, '*')))",
                account, account);
    }

    /** Ids of images that are for everybody. */
    public Set<String> listPublic() {
        return listed(" AND n.path IN (SELECT x.path FROM xfeatures x JOIN xfeaturevals r USING (feature_id)"
                + " WHERE r.key = 0 AND r.value = '*')");
    }

    /** By what attributes say of themselves, whether {@link #find} finds them or not. */
    private Set<String> listed(String condition, Object... values) {
        return new HashSet<>(tables.texts(
                "SELECT v.uuid FROM attributes a JOIN versions v ON v.serial = a.serial JOIN nodes n ON n.node = v.node"
                        + " WHERE a.domain = 'plankton' AND a.key = 'plankton:name' AND a.is_latest" + condition,
                values));
    }
}
