package org.plankton.deb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes those of the Debian package's files that are made of others, before jdeb puts all of them together. */
final class PackageFiles {
    /** Where {@code tomcat-conf/plankton.xml} has the WAR, and where the package has it, unpacked. */
    private static final String WAR = "/usr/local/share/plankton/plankton.war";

    private static final String FOLDER = "/usr/share/plankton/plankton";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private PackageFiles() {}

    /** Arguments: the folder to write to, which is emptied; version and time of the release; who has packaged it. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        String version = arguments[1];
        OffsetDateTime time = OffsetDateTime.parse(arguments[2]).withOffsetSameInstant(ZoneOffset.UTC);
        delete(folder);
        Manual manual = new Manual(version, time.toLocalDate());
        Path pages = Files.createDirectories(folder.resolve("pages"));
        manual.writePages(Files.createDirectories(folder.resolve("work")), pages);
        try (Stream<Path> files = Files.list(pages)) {
            for (Path page : files.toList()) {
                compress(Files.readString(page), folder.resolve("man").resolve(page.getFileName() + ".gz"));
            }
        }
        Files.writeString(folder.resolve("completion"), manual.completion());
        compress(Files.readString(Path.of("CHANGELOG.md")), folder.resolve("CHANGELOG.md.gz"));
        compress(changelog(version, time, arguments[3]), folder.resolve("changelog.gz"));
        Files.writeString(folder.resolve("plankton.xml"), settings());
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** As much as can be, which Debian wants, and as gzip says it: GZIPOutputStream says nothing of it. */
    private static void compress(String text, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] compressed = bytes.toByteArray();
        compressed[8] = 2; // RFC 1952, 2.3.1: XFL
        Files.createDirectories(file.getParent());
        Files.write(file, compressed);
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    /** Debian's own, which has to be there: what has changed is told in Plankton's. */
    private static String changelog(String version, OffsetDateTime time, String maintainer) {
        return """
                plankton (%s) unstable; urgency=medium

                  * What is new is in CHANGELOG.md.gz.

                 -- %s  %s
                """.formatted(version, maintainer, TIME.format(time));
    }

    private static String settings() throws IOException {
        String text = Files.readString(Path.of("tomcat-conf/plankton.xml"));
        if (!text.contains("docBase=\"" + WAR + '"')) {
            throw new IOException("tomcat-conf/plankton.xml has another docBase than " + WAR);
        }
        return text.replace(WAR, FOLDER);
    }
}
