package org.plankton.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PropertiesPageTest {
    @Test
    void thePageIsOfTheCatalogue() throws IOException {
        String now = Files.readString(PropertiesPage.FILE);

        assertThat(now)
                .as("docs/properties.md is made of properties.json and readiness.json, which are others now: run"
                        + " .ci/api")
                .isEqualTo(PropertiesPage.page(now));
    }
}
