package org.plankton.api.page;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The page's files, as the web application has them in {@code /page}; scripts without the lines that are comments, for
 * which nobody is to wait. Those that its document names are in a folder
 * whose name changes whenever one of them does, so that browsers keep them for ever.
 */
final class PageFiles {
    private static final String FOLDER = "/page/";
    private static final String DOCUMENT = "index.html";

    /** Where the document's own addresses lead. */
    private static final String ASSETS = "assets/";

    /** A line of a script that is nothing else. */
    private static final Pattern COMMENT = Pattern.compile("^ *//.*\\R", Pattern.MULTILINE);

    /** Bytes of a hash that are told. */
    private static final int HASH = 8;

    private final Map<String, PageFile> files = new TreeMap<>();
    private final String document;
    private final String versioned;

    PageFiles(ServletContext context) {
        Map<String, byte[]> read = new TreeMap<>();
        read(context, FOLDER, read);
        byte[] html = read.remove(DOCUMENT);
        if (html == null) {
            throw new IllegalStateException("there is no " + FOLDER + DOCUMENT);
        }
        document = new String(html, StandardCharsets.UTF_8);
        versioned = "assets-" + hash(read) + "/";
        read.forEach((name, bytes) -> files.put(
                name.startsWith(ASSETS) ? versioned + name.substring(ASSETS.length()) : name,
                PageFile.of(name, bytes)));
    }

    private static void read(ServletContext context, String folder, Map<String, byte[]> into) {
        Set<String> paths = context.getResourcePaths(folder);
        for (String path : paths == null ? Set.<String>of() : paths) {
            if (path.endsWith("/")) {
                read(context, path, into);
            } else {
                into.put(path.substring(FOLDER.length()), bytes(context, path));
            }
        }
    }

    private static byte[] bytes(ServletContext context, String path) {
        try (InputStream file = context.getResourceAsStream(path)) {
            byte[] bytes = file.readAllBytes();
            return path.endsWith(".js") ? withoutComments(bytes) : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] withoutComments(byte[] script) {
        String text = new String(script, StandardCharsets.UTF_8);
        return COMMENT.matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(Map<String, byte[]> files) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                hash.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                hash.update(bytes);
            });
            return HexFormat.of().formatHex(hash.digest(), 0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The document of every view. @param base what stands before {@code /page} in its addresses */
    PageFile document(String base) {
        String text = document.replace("\"" + FOLDER + ASSETS, "\"" + base + FOLDER + versioned);
        return new PageFile(PageFile.of(DOCUMENT, new byte[0]).type(), text.getBytes(StandardCharsets.UTF_8), null);
    }

    /** @param name below {@code /page/} */
    Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Whether a file of that name is never another. */
    boolean isForEver(String name) {
        return name.startsWith(versioned);
    }
}
