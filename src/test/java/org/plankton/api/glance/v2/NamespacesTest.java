package org.plankton.api.glance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.catalogue.CatalogueFiles;

/** What no group of the catalogue has that comes with the service, and an operator's may. */
class NamespacesTest {
    @TempDir
    private Path folder;

    @Test
    void groupMayHaveAnyName() throws Exception {
        Namespaces namespaces = read("{'name': 'Our own/ΕΔΕΤ', 'properties': [{'key': 'course'}]}");

        assertThat(namespaces.find("Plankton::Our-own-ΕΔΕΤ").brief().toString())
                .contains("\"display_name\":\"Our own/ΕΔΕΤ\"")
                .contains("\"description\":\"Properties of images.\"")
                .contains("\"self\":\"/v2/metadefs/namespaces/Plankton::Our-own-%CE%95%CE%94%CE%95%CE%A4\"");
    }

    @Test
    void groupOfPrefixesAloneIsNone() throws Exception {
        assertThat(read("{'name': 'own', 'properties': [{'key': 'own_*'}]}").all())
                .extracting(Namespace::name)
                .doesNotContain("Plankton::own");
    }

    @Test
    void whatIsUsualOfNumbersIsOne() throws Exception {
        Namespaces namespaces = read("{'name': 'own', 'properties': ["
                + "{'key': 'a', 'type': 'integer', 'default': '8', 'pattern': '[0-9]+', 'values': [{'value': '8'}]},"
                + "{'key': 'b', 'type': 'integer', 'default': 'eight', 'minimum': 1}]}");

        assertThat(Definition.of(namespaces.property("Plankton::own", "a")).toString())
                .isEqualTo("{\"title\":\"a\",\"description\":\"For example: 8.\",\"type\":\"integer\",\"default\":8}");
        assertThat(Definition.of(namespaces.property("Plankton::own", "b")).toString())
                .isEqualTo("{\"title\":\"b\",\"description\":\"\",\"type\":\"integer\",\"minimum\":1}");
    }

    private Namespaces read(String group) throws Exception {
        Path own = Files.writeString(folder.resolve("own.json"), "{\"groups\": [" + group.replace('\'', '"') + "]}");
        return Namespaces.of(CatalogueFiles.read(Optional.of(own)));
    }
}
