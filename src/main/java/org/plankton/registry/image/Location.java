package org.plankton.registry.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where an image's bytes are. Guide: "Image File Location at a Pithos+ Server".
 *
 * <p>Account, container and object are plain Unicode, not percent-encoded, at least one character long; two locations
 * that look alike but differ in a byte (case, a trailing blank, the composition of an accent) are two objects.
 *
 * <p>It is its text, which is cut only for who asks for a part: lists are full of locations that nobody cuts.
 *
 * @param text the canonical one: {@code pithos://account/container/object}, not encoded; it is not looked at, so what
 *     comes from outside is {@link #parse}d
 */
public record Location(String text) {
    /** The store of every location that clients name. */
    public static final String CLOUD = "pithos";

    private static final String SCHEME_END = "://";
    private static final String SCHEME = CLOUD + SCHEME_END;
    private static final String FORM = "location must read pithos://<account>/<container>/<object>";
    private static final int CONTAINER_LENGTH = 256;
    private static final int OBJECT_LENGTH = 1024;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** In the cloud's object store. */
    public Location(String account, String container, String object) {
        this(CLOUD, account, container, object);
    }

    /**
     * @param store without {@code ://}
     * @param account without a slash
     * @param container without a slash
     */
    public Location(String store, String account, String container, String object) {
        this(store + SCHEME_END + account + "/" + container + "/" + object);
    }

    /**
     * Reads a location as clients write it, with or without percent-encoding.
     *
     * @throws Fault BAD_REQUEST if it is of another form
     */
    public static Location parse(String written) {
        if (written.contains("#") || written.contains("?")) {
            throw Fault.badRequest(FORM + "; write # as %23 and ? as %3F");
        }
        String text = PercentEncoding.decode(written)
                .orElseThrow(() -> Fault.badRequest(FORM + ", percent-encoded as UTF-8"));
        return plain(text);
    }

    /**
     * Reads a location that is not percent-encoded, whatever is in it.
     *
     * @throws Fault BAD_REQUEST if it is of another form
     */
    public static Location plain(String text) {
        Unicode.require("location", text);
        if (!text.startsWith(SCHEME)) {
            throw Fault.badRequest(FORM + "; other schemes are not served");
        }
        List<String> parts = Arrays.asList(text.substring(SCHEME.length()).split("/", -1));
        if (parts.size() < 3) {
            throw Fault.badRequest(FORM + "; a part is missing");
        }
        if (parts.contains("") || parts.contains(".") || parts.contains("..")) {
            throw Fault.badRequest(FORM + "; no part may be empty, \".\" or \"..\"");
        }
        if (CONTROL.matcher(text).find()) {
            throw Fault.badRequest("location must not hold control characters");
        }
        Location location = new Location(
                Account.require("location's account", parts.get(0)),
                parts.get(1),
                String.join("/", parts.subList(2, parts.size())));
        if (length(location.container()) > CONTAINER_LENGTH || length(location.object()) > OBJECT_LENGTH) {
            throw Fault.badRequest("location is too long: a container has at most " + CONTAINER_LENGTH
                    + " characters, an object at most " + OBJECT_LENGTH);
        }
        return location;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Which store it is in, as the scheme says: {@link #CLOUD} is the cloud's object store, of whichever make. */
    public String store() {
        return text.substring(0, text.indexOf(SCHEME_END));
    }

    /** Whose object it is. */
    public String account() {
        return text.substring(beginning(), text.indexOf('/', beginning()));
    }

    /** Without a slash, at most 256 characters. */
    public String container() {
        int container = text.indexOf('/', beginning()) + 1;
        return text.substring(container, text.indexOf('/', container));
    }

    /** A path whose parts are neither empty nor {@code .} nor {@code ..}; at most 1024 characters. */
    public String object() {
        int container = text.indexOf('/', beginning()) + 1;
        return text.substring(text.indexOf('/', container) + 1);
    }

    /** Of what is behind the scheme. */
    private int beginning() {
        return text.indexOf(SCHEME_END) + SCHEME_END.length();
    }

    /** {@code pithos://account/container/object} with each part percent-encoded. */
    public String uri() {
        String path = path();
        boolean isPlain = path.length() == text.length() - beginning();
        return isPlain ? text : store() + SCHEME_END + path;
    }

    /** {@code account/container/object} with each part percent-encoded, once. */
    public String path() {
        return PercentEncoding.encodePath(text.substring(beginning()));
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * An id for the image at this location where the object store gives none: the UUID (version 5) of the canonical
     * text.
     */
    public UUID uuid() {
        UUID namespace = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8"); // RFC 9562: names that are URLs
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
            long high = hash.getLong() & 0xffff_ffff_ffff_0fffL | 0x5000L;
            long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
