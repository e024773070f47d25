package org.plankton.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ApiPageTest {
    /** Else people would be told what is not so. */
    @Test
    void thePageIsWhatTheDocumentGives() throws IOException {
        assertThat(Files.readString(ApiPage.FILE))
                .as("docs/api.md is made of openapi.yaml, which is another now: run .ci/api")
                .isEqualTo(ApiPage.of(OpenApi.ours()));
    }

    @Test
    void itTellsOfEveryOperationAndItsStatuses() {
        String page = ApiPage.of(OpenApi.ours());

        assertThat(OpenApi.ours().operations())
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(page).contains("\n### " + operation.name() + "\n"));
        assertThat(page)
                .contains("- [GET /v2/images/{image}](#get-v2imagesimage): ")
                .contains("- **405** [NotAllowed](#notallowed): The caller may not. Headers: `Allow`.\n")
                .contains("- `name` (query): string. The image's name, exactly.\n")
                .contains("- `protected` (may be missing): `true`\n")
                .contains("- `min_ram` (may be missing): integer from 0 to 2147483647\n")
                .contains("The body (required): Steps, in either of Glance's forms.\n")
                .doesNotContain("x-mounts");
    }

    @Test
    void proseIsNoWiderThanThePage() {
        Markdown page = new Markdown();
        page.heading(1, "A");
        page.item(1, "word ".repeat(40));

        assertThat(page.toString().lines())
                .startsWith("# A", "")
                .hasSize(4)
                .allMatch(line -> line.length() <= 120)
                .anyMatch(line -> line.startsWith("    word"));
    }
}
