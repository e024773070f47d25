package org.plankton;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.plankton.cloud.User;

/** What the registry knows of an image, and what of that is shown where, as the contract says: the rules. */
final class KnownImage {
    /** Over which it is shown. */
    enum Dialect {
        GUIDE("", 405, "available", "unavailable", "error"),
        SYNNEFO("/v1.0", 403, "available", "unavailable", "error"),
        GLANCE("/v1", 404, "active", "deactivated", "killed"),
        IMAGES("/v2", 404, "active", "deactivated", "killed");

        final String mount;

        /** What it answers to whoever may not see an image. */
        final int unseen;

        final String available;
        final String unavailable;
        final String error;

        Dialect(String mount, int unseen, String available, String unavailable, String error) {
            this.mount = mount;
            this.unseen = unseen;
            this.available = available;
            this.unavailable = unavailable;
            this.error = error;
        }

        boolean isPlanktons() {
            return this == GUIDE || this == SYNNEFO;
        }

        /** How it spells a property's key. */
        String fold(String key) {
            String lower = key.toLowerCase(Locale.ROOT);
            return switch (this) {
                case GUIDE, SYNNEFO -> lower.replaceAll("\\p{Punct}", "_");
                case GLANCE -> lower.replace('-', '_');
                case IMAGES -> key;
            };
        }

        String status(String word) {
            return switch (word) {
                case "available" -> available;
                case "unavailable" -> unavailable;
                case "error" -> error;
                default -> word;
            };
        }
    }

    /** To whom. */
    enum Viewer {
        OWNER(User.ALICE),
        MEMBER(User.BOB),
        STRANGER(User.CAROL),
        ADMINISTRATOR(User.ADMIN);

        final User user;

        Viewer(User user) {
            this.user = user;
        }
    }

    /** Of an image over Images v2; what a property cannot be called there. */
    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "disk_format",
            "container_format",
            "visibility",
            "size",
            "virtual_size",
            "status",
            "checksum",
            "protected",
            "min_ram",
            "min_disk",
            "owner",
            "os_hidden",
            "os_hash_algo",
            "os_hash_value",
            "created_at",
            "updated_at",
            "tags",
            "self",
            "file",
            "schema");

    String name = "";
    String diskFormat;
    String containerFormat;
    String visibility = "private";
    String status = "queued";
    boolean isProtected;
    boolean isHidden;
    int minRam;
    int minDisk;
    Set<String> tags = new TreeSet<>();
    Map<String, String> properties = new TreeMap<>();

    /** Null if there are none yet. */
    String bytes;

    /** Whether they came through the registry, which has looked at all of them. */
    boolean isUploaded;

    /** What the member has said; null if it is none. */
    String answer;

    // Who sees it.

    /** Plankton's own dialects know no images without bytes. */
    boolean existsOver(Dialect dialect) {
        return bytes != null || !dialect.isPlanktons();
    }

    boolean isSeenBy(Viewer viewer) {
        boolean isMembers = viewer == Viewer.MEMBER && answer != null && !visibility.equals("private");
        return viewer == Viewer.OWNER || viewer == Viewer.ADMINISTRATOR || isForEveryone() || isMembers;
    }

    boolean isForEveryone() {
        return Set.of("public", "community").contains(visibility);
    }

    /** In the lists that each dialect has where nothing is asked. */
    boolean isListed(Dialect dialect, Viewer viewer) {
        if (!existsOver(dialect) || status.equals("error") && !dialect.isPlanktons()) {
            return false;
        }
        boolean isAll = dialect == Dialect.IMAGES && viewer == Viewer.ADMINISTRATOR;
        if (isHidden) {
            return dialect != Dialect.IMAGES && viewer == Viewer.OWNER;
        }
        return viewer == Viewer.OWNER || concerns(viewer) || isAll && !visibility.equals("community");
    }

    private boolean concerns(Viewer viewer) {
        boolean isMembers = viewer == Viewer.MEMBER && "accepted".equals(answer) && visibility.equals("shared");
        return visibility.equals("public") || isMembers;
    }

    /** In those of Images v2 where every visibility and every answer is asked for. */
    boolean isListedOnDemand(Viewer viewer, boolean isHiddenAsked) {
        boolean isMembers = viewer == Viewer.MEMBER && answer != null && visibility.equals("shared");
        return isHidden == isHiddenAsked
                && !status.equals("error")
                && (viewer == Viewer.OWNER || viewer == Viewer.ADMINISTRATOR || isForEveryone() || isMembers);
    }

    // What is shown of it.

    /** By their keys as the dialect spells them: of those that it spells alike the one that is so already. */
    Map<String, String> shown(Dialect dialect) {
        Map<String, String> shown = new TreeMap<>();
        stored(dialect).forEach((folded, key) -> shown.put(folded, properties.get(key)));
        return shown;
    }

    /** The keys of those as they are. */
    private Map<String, String> stored(Dialect dialect) {
        Map<String, String> stored = new TreeMap<>();
        for (String key : properties.keySet()) {
            String folded = dialect.fold(key);
            boolean isSayable = dialect == Dialect.IMAGES
                    ? !FIELDS.contains(key)
                    : !folded.replace('_', ' ').isBlank();
            if (isSayable && (folded.equals(key) || !stored.containsKey(folded))) {
                stored.put(folded, key);
            }
        }
        return stored;
    }

    long size() {
        return bytes == null ? 0 : bytes.getBytes(UTF_8).length;
    }

    String hash(String algorithm) {
        try {
            return bytes == null || !isUploaded
                    ? null
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance(algorithm).digest(bytes.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // What is said of it.

    /** Where only this can be said. */
    void publish(boolean isPublic) {
        if (isPublic) {
            visibility = "public";
        } else if (visibility.equals("public")) {
            visibility = answer != null ? "shared" : "private";
        }
    }

    /** Of what the dialect shows; an empty value deletes. */
    void merge(Dialect dialect, String... sent) {
        set(stored(dialect), sent, dialect);
    }

    /** All that the dialect shows. */
    void replace(Dialect dialect, String... sent) {
        Map<String, String> stored = stored(dialect);
        properties
                .keySet()
                .removeIf(key ->
                        stored.containsValue(key) && !properties.get(key).isEmpty()); // which not every dialect shows
        set(stored, sent, dialect);
    }

    /** What is there already keeps its key. */
    private void set(Map<String, String> stored, String[] sent, Dialect dialect) {
        for (int i = 0; i < sent.length; i += 2) {
            String folded = dialect.fold(sent[i]);
            String key = stored.getOrDefault(folded, folded);
            if (sent[i + 1].isEmpty()) {
                properties.remove(key);
            } else {
                properties.put(key, sent[i + 1]);
            }
        }
    }

    /** Over Images v2, where a key is a field's or a property's. */
    void say(String key, JsonNode value) {
        switch (key) {
            case "name" -> name = value.isNull() ? "" : value.textValue();
            case "disk_format" -> diskFormat = value.textValue();
            case "container_format" -> containerFormat = value.textValue();
            case "visibility" -> visibility = value.textValue();
            case "protected" -> isProtected = value.booleanValue();
            case "os_hidden" -> isHidden = value.booleanValue();
            case "min_ram" -> minRam = value.intValue();
            case "min_disk" -> minDisk = value.intValue();
            case "tags" -> {
                tags = new TreeSet<>();
                value.forEach(tag -> tags.add(tag.textValue()));
            }
            default -> properties.put(key, value.textValue());
        }
    }
}
