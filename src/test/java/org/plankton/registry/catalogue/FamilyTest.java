package org.plankton.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Properties;
import org.plankton.testing.TestCatalogue;

class FamilyTest {
    private static String family(Map<String, String> properties) {
        return Family.of(new Properties(properties), TestCatalogue.CATALOGUE).orElse(null);
    }

    @Test
    void itIsWhatTheImageSays() {
        assertThat(family(Map.of("family", "Web  Servers/EU"))).isEqualTo("web-servers-eu");
        assertThat(family(Map.of("FAMILY", "a", "os", "debian", "os_version", "12")))
                .isEqualTo("a");
    }

    @Test
    void elseTheSystemAndItsVersion() {
        assertThat(family(Map.of("os", "Debian", "os_version", "12"))).isEqualTo("debian-12");
        assertThat(family(Map.of("os_distro", "ubuntu", "osversion", "24.04"))).isEqualTo("ubuntu-24.04");
        assertThat(family(Map.of("OS", "debian", "version", "12"))).isEqualTo("debian-12");
    }

    @Test
    void aSnapshotIsOfNoneThatItDoesNotSay() {
        assertThat(family(Map.of("os_distro", "debian", "os_version", "12", "image_type", "snapshot")))
                .isNull();
        assertThat(family(Map.of("family", "mine", "os_version", "12", "image_type", "snapshot")))
                .isEqualTo("mine");
        assertThat(family(Map.of("os_distro", "debian", "os_version", "12", "image_type", "image")))
                .isEqualTo("debian-12");
    }

    @Test
    void whatIsNotKnownIsOfNone() {
        assertThat(family(Map.of())).isNull();
        assertThat(family(Map.of("os", "debian"))).isNull();
        assertThat(family(Map.of("os_version", "12"))).isNull();
        assertThat(family(Map.of("family", " "))).isNull();
        assertThat(family(Map.of("family", "x".repeat(129)))).isNull();
        assertThat(family(Map.of("family", "x".repeat(128)))).hasSize(128);
    }
}
