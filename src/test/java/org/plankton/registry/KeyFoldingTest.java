package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

class KeyFoldingTest {
    private static final String CHARACTERS = "aZ09_-.:/\"'\\ %\u0001\u007f\u00c9\u0130\u03a3\u03c2\u2028\ufffd\u00df";

    @Test
    void asGlanceReadsThemCaseAndDashesAreNothing() {
        assertThat(KeyFolding.DASHES.fold("Org.Openstack__1__Os-Distro")).isEqualTo("org.openstack__1__os_distro");
        assertThat(KeyFolding.DASHES.fold("a:b/c\"d\\e")).isEqualTo("a:b/c\"d\\e");
        assertThat(KeyFolding.DASHES.fold("ÉΣ-")).isEqualTo("éς_");
    }

    @Test
    void asSynnefoReadsThemNoPunctuationIsAnyOther() {
        assertThat(KeyFolding.PUNCTUATION.fold("ROOT.Partition-1")).isEqualTo("root_partition_1");
        assertThat(KeyFolding.PUNCTUATION.fold("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
                .isEqualTo("_".repeat(32));
        assertThat(KeyFolding.PUNCTUATION.fold("É—“")).isEqualTo("é—“");
    }

    @Test
    void unfoldedTheyStay() {
        assertThat(KeyFolding.NONE.fold("A-b.C\u0000")).isEqualTo("A-b.C\u0000");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFoldedStaysAndWhatIsKeptIsFoldedAlready(KeyFolding keys) {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            String key = random.ints(1 + random.nextInt(6), 0, CHARACTERS.length())
                    .collect(
                            StringBuilder::new, (text, at) -> text.append(CHARACTERS.charAt(at)), StringBuilder::append)
                    .toString();
            String folded = keys.fold(key);

            assertThat(keys.fold(folded)).isEqualTo(folded);
            assertThat(KeyFolding.PUNCTUATION.fold(folded)).isEqualTo(KeyFolding.PUNCTUATION.fold(key));
            if (key.chars().allMatch(c -> keys.keeps((char) c))) {
                assertThat(folded).isEqualTo(key);
            }
        }
    }

    @Test
    void ofThoseThatAreOneToTheWireItShowsTheOneThatIsSpelledAsFoldedElseTheFirst() {
        Map<String, String> properties =
                new TreeMap<>(Map.of("a.b", "1", "a_b", "2", "C-d", "3", "c.d", "4", "e", "5", "._", "6"));

        assertThat(KeyFolding.NONE.shown(new Properties(properties))).isEqualTo(properties);
        assertThat(KeyFolding.DASHES.shown(new Properties(properties)))
                .isEqualTo(Map.of("a.b", "1", "a_b", "2", "c_d", "3", "c.d", "4", "e", "5", "._", "6"));
        assertThat(KeyFolding.PUNCTUATION.shown(new Properties(properties)))
                .isEqualTo(Map.of("a_b", "2", "c_d", "3", "e", "5"));
        assertThat(KeyFolding.PUNCTUATION.shown(new Properties(Map.of("a_b", "1", "__", "2"))))
                .isEqualTo(Map.of("a_b", "1"));
    }
}
