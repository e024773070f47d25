package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is released: the WAR, once it is built, and the list of its libraries. */
class WarIT {
    private static final String BUILT = System.getProperty("org.plankton.war");
    private static final String VERSION = System.getProperty("org.plankton.version");
    private static final String DATE = System.getProperty("org.plankton.date");
    private static final String LIBRARIES = "WEB-INF/lib/";

    private static List<String> entries() throws IOException {
        try (JarFile war = new JarFile(BUILT + ".war")) {
            return war.stream().map(ZipEntry::getName).toList();
        }
    }

    private static JsonNode bill() throws IOException {
        return new ObjectMapper().readTree(Path.of(BUILT + "-cyclonedx.json").toFile());
    }

    @Test
    void theBillOfMaterialsListsTheLibrariesOfTheWarAndNoOthers() throws IOException {
        List<String> listed = StreamSupport.stream(bill().path("components").spliterator(), false)
                .map(library -> library.path("name").textValue() + "-"
                        + library.path("version").textValue() + ".jar")
                .toList();

        assertThat(entries().stream()
                        .filter(name -> name.startsWith(LIBRARIES) && !name.equals(LIBRARIES))
                        .map(name -> name.substring(LIBRARIES.length())))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void theBillOfMaterialsIsThisReleasesAndTheSameWheneverItIsMade() throws IOException {
        JsonNode bill = bill();

        assertThat(bill.path("metadata").path("component").path("version").textValue())
                .isEqualTo(VERSION);
        assertThat(bill.path("metadata").path("timestamp").isMissingNode()).isTrue();
    }

    /** Each under one of its licenses, of which the text, or where Debian has it, is there. */
    @Test
    void thePackageSaysUnderWhichLicenseEachLibraryIs() throws IOException {
        List<String> stanzas =
                List.of(Files.readString(Path.of("src/deb/copyright")).split("\n\n"));
        for (JsonNode library : bill().path("components")) {
            String name = library.path("name").textValue();

            List<String> licenses = stanzas.stream()
                    .filter(stanza -> stanza.contains("/" + LIBRARIES + name + "-*.jar\n"))
                    .map(stanza -> stanza.replaceFirst("(?s).*\nLicense: (\\S+).*", "$1"))
                    .toList();

            assertThat(licenses).as(name).hasSize(1);
            assertThat(stanzas).as(name).anyMatch(stanza -> stanza.startsWith("License: " + licenses.get(0) + "\n "));
            assertThat(library.path("licenses").toString())
                    .as(name)
                    .contains("\"" + licenses.get(0).replaceFirst("-.*", "")); // versions are told otherwise
        }
    }

    @Test
    void theWarSaysWhichItIs() throws IOException {
        try (JarFile war = new JarFile(BUILT + ".war")) {
            Attributes manifest = war.getManifest().getMainAttributes();

            assertThat(manifest.getValue("Implementation-Title")).isEqualTo("Plankton");
            assertThat(manifest.getValue("Implementation-Version")).isEqualTo(VERSION);
        }
        assertThat(Release.version()).isEqualTo(VERSION);
    }

    @Test
    void thereIsNeitherATestNorDevelopmentCodeInTheWar() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.contains("Test.class")
                        || name.contains("org/plankton/cloud/")
                        || name.contains("development/"));
    }

    /** It has what it needs, and says nothing but where it is and who its users are. */
    @Test
    void theDevelopmentCloudStarts(@TempDir Path folder) throws IOException {
        Process cloud = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        BUILT + "-development-cloud.jar",
                        folder.toString(),
                        "0")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = cloud.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.contains("admin-token")) {
                lines.add(line);
                line = out.readLine();
            }
            assertThat(line).as(String.join("\n", lines)).isNotNull();
        } finally {
            cloud.destroy();
        }

        assertThat(lines)
                .allMatch(line -> line.startsWith("The development cloud is at http://127.0.0.1:")
                        || line.startsWith("It is no cloud")
                        || line.startsWith("  plankton.")
                        || line.startsWith("  token "));
    }

    /** What is built is what the pages tell to install, and the last release that the changelog tells of. */
    @Test
    void thePagesNameThisVersion() throws IOException {
        assertThat(Path.of("README.md")).content().contains("`target/plankton-" + VERSION + ".war`");
        assertThat(Path.of("docs/installing.md")).content().contains(" target/plankton-" + VERSION + ".war ");
        assertThat(Path.of("src/main/resources/org/plankton/api/ops/openapi.yaml"))
                .content()
                .contains("\n  version: " + VERSION + "\n");
        assertThat(Files.readAllLines(Path.of("CHANGELOG.md")))
                .filteredOn(line -> line.startsWith("## ") && !line.equals("## Unreleased"))
                .first()
                .asString()
                .isEqualTo("## " + VERSION + " — " + DATE.substring(0, "2026-11-28".length()));
    }
}
