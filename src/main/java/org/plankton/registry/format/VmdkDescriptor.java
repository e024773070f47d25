package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text in a VMDK that says which files the disk is in. Each tool finds in it what it looks for in its own way, be
 * it in a comment; so a word that matters must be harmless wherever it is.
 */
final class VmdkDescriptor {
    private static final Pattern VERSION = Pattern.compile("version=[123]");

    private static final Pattern TYPE =
            Pattern.compile("createtype(\\s*+=\\s*+\"(monolithicsparse|streamoptimized)\")?+");

    private static final Pattern PARENT_ID = Pattern.compile("parentcid(\\s*+=\\s*+\"?+f{8}\\b)?+");

    private static final Pattern EXTENT_START = Pattern.compile("\\s*+(rw|rdonly|noaccess)\\b");

    /** Its own file has a name only, and no path; which name it is nobody knows any longer. */
    private static final Pattern OWN_EXTENT =
            Pattern.compile("\\s*+(rw|rdonly)\\s++\\d++\\s++sparse\\s++\"[^\"/\\\\:]++\"(\\s++0)?+\\s*+");

    private VmdkDescriptor() {}

    /**
     * Whether QEMU would take a file that begins so for a descriptor: a version behind comments and empty lines.
     *
     * @param first bytes from the start
     */
    static boolean isAt(ByteBuffer first) {
        for (String line : text(first).split("\n", -1)) {
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                return VERSION.matcher(stripped).matches();
            }
        }
        return false;
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), bytes.arrayOffset(), bytes.limit(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Why such an image is refused, if it is: what it has and what to do about it.
     *
     * @param bytes of the descriptor, and zeros
     */
    static Optional<String> defect(ByteBuffer bytes) {
        String text = text(bytes).toLowerCase(Locale.ROOT);
        if (text.contains("parentfilenamehint") || !isAlways(PARENT_ID, text)) {
            return Optional.of("holds only what differs from its parent, another file: consolidate it");
        }
        if (!text.contains("createtype")) {
            return Optional.of("has no createType: convert it to monolithicSparse or streamOptimized");
        }
        if (!isAlways(TYPE, text)) {
            return Optional.of("has a createType that is not taken: convert it to monolithicSparse or streamOptimized");
        }
        int extents = 0;
        for (String line : text.split("[\n\r\0]")) {
            if (EXTENT_START.matcher(line).lookingAt()) {
                extents++;
                if (extents > 1 || !OWN_EXTENT.matcher(line).matches()) {
                    return Optional.of("has extents in other files: convert it to monolithicSparse or streamOptimized");
                }
            }
        }
        return extents == 1
                ? Optional.empty()
                : Optional.of("has no extent: convert it to monolithicSparse or streamOptimized");
    }

    /** Whether each place with the pattern's word has its group as well. */
    private static boolean isAlways(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) == null) {
                return false;
            }
        }
        return true;
    }
}
