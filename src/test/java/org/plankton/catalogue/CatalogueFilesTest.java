package org.plankton.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.LocalText;
import org.plankton.registry.catalogue.PropertyGroup;
import org.plankton.registry.catalogue.Rule;

class CatalogueFilesTest {
    @TempDir
    private Path folder;

    private Catalogue read(String own) throws IOException, UnusableCatalogue {
        return CatalogueFiles.read(Optional.of(Files.writeString(folder.resolve("own.json"), own)));
    }

    private static Catalogue built() throws UnusableCatalogue {
        return CatalogueFiles.read(Optional.empty());
    }

    @Test
    void whatTheServiceBringsIsWholeInBothLanguages() throws UnusableCatalogue {
        Catalogue catalogue = built();

        assertThat(catalogue.groups().stream().map(PropertyGroup::name))
                .containsExactly("boot", "login", "look", "windows", "tasks", "openstack", "lifecycle");
        assertThat(catalogue.properties().filter(KnownProperty::isShown).map(KnownProperty::key))
                .containsExactlyInAnyOrder("OS", "OSFAMILY", "ROOT_PARTITION", "USERS", "DESCRIPTION", "version");
        assertThat(catalogue.properties()).allSatisfy(property -> {
            assertThat(property.label().texts()).containsOnlyKeys("en", "el");
            assertThat(property.help().texts()).containsOnlyKeys("en", "el");
            if (property.example() != null) {
                assertThat(property.takes(property.example())).isTrue();
            }
            if (property.usual() != null) {
                assertThat(property.takes(property.usual())).isTrue();
            }
        });
        for (Rule rule : Rule.values()) {
            for (LocalText text :
                    List.of(catalogue.words(rule).words(), catalogue.words(rule).remedy())) {
                assertThat(text.texts()).containsOnlyKeys("en", "el");
            }
        }
    }

    @Test
    void keysAreFoundInAnySpellingAndByTheirAliases() throws UnusableCatalogue {
        Catalogue catalogue = built();

        assertThat(catalogue.find("Root-Partition").orElseThrow().key()).isEqualTo("ROOT_PARTITION");
        assertThat(catalogue.find("image_original_user").orElseThrow().key()).isEqualTo("USERS");
        assertThat(catalogue.find("exclude_task_addswap").orElseThrow().key()).isEqualTo("EXCLUDE_TASK_*");
        assertThat(catalogue.find("nothing")).isEmpty();
    }

    @Test
    void anOperatorsOwnFileStandsOnTop() throws Exception {
        Catalogue catalogue = read("""
                {"groups": [
                  {"name": "boot", "properties": [
                    {"key": "osfamily", "label": {"en": "Kind of system"}},
                    {"key": "SWAP", "hidden": true},
                    {"key": "course", "values": [{"value": "HY-345"}], "aliases": ["lesson"], "shown": true}]},
                  {"name": "ours", "label": {"en": "Ours", "el": "Δικά μας"}, "properties": [{"key": "room"}]}]}""");

        KnownProperty family = catalogue.find("OSFAMILY").orElseThrow();
        assertThat(family.key()).isEqualTo("OSFAMILY");
        assertThat(family.label().in("el")).isEqualTo("Kind of system");
        assertThat(family.takes("linux")).isTrue();
        assertThat(family.takes("plan9")).isFalse();
        assertThat(catalogue.find("SWAP")).isEmpty();
        assertThat(catalogue.find("lesson").orElseThrow().isShown()).isTrue();
        assertThat(catalogue.groups().get(7).label().in("el")).isEqualTo("Δικά μας");
        assertThat(catalogue.version()).isNotEqualTo(built().version());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"groups": [{"name": "a", "properties": [{"key": "b", "typ": "string"}]}]} | typ
            {"groups": [{"name": "a", "properties": [{"key": "b", "type": "float"}]}]} | FLOAT
            {"groups": [{"name": "a", "properties": [{"key": "b", "label": {"el": "β"}}]}]} | English
            {"groups": [{"name": "a", "properties": [{"key": "b", "pattern": "("}]}]} | Unclosed
            {"groups": [{"name": "a", "properties": [{"label": {"en": "b"}}]}]} | key
            {"groups": [{"properties": []}]} | name
            {} | groups
            [] | START_ARRAY
            {"groups": | line 1""")
    void whatIsWrongWithItIsTold(String own, String what) {
        assertThatThrownBy(() -> read(own))
                .isInstanceOf(UnusableCatalogue.class)
                .hasMessageContaining(what);
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() -> CatalogueFiles.read(Optional.of(folder.resolve("none"))))
                .isInstanceOf(UnusableCatalogue.class)
                .hasMessageContaining("cannot be read");
    }
}
