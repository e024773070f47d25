package org.plankton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    private Path page;

    @BeforeEach
    void makePage() throws IOException {
        page = folder.resolve("page.md");
        Files.writeString(page, """
                before the figures
                <!-- Written by .ci/faults -w: begin -->
                | 9 | Jetty | reserved | 100 | **1200** | 99 |
                | 10 | Jetty | another account | 409 | **201** | 409 |
                <!-- Written by .ci/faults -w: end -->
                behind them
                """);
    }

    private void write(String column, Figure... figures) throws IOException {
        Path results = folder.resolve("results");
        Result.append(
                results,
                List.of(figures).stream()
                        .map(figure -> new Result("9", "Jetty", figure))
                        .toList());
        Report.main(new String[] {results.toString(), page.toString(), column});
    }

    @Test
    void writesOneColumnAndKeepsTheOther() throws IOException {
        write("now", new Figure("reserved", "100", "100", true));

        assertThat(Files.readString(page)).contains("| 9 | Jetty | reserved | 100 | **1200** | 100 |\n");
    }

    @Test
    void marksWhatIsNotKept() throws IOException {
        write("now", new Figure("reserved", "100", "1200", false));

        assertThat(Files.readString(page)).contains("| 9 | Jetty | reserved | 100 | **1200** | **1200** |\n");
    }

    @Test
    void leavesWhatWasNotMeasuredAsItWas() throws IOException {
        write("before", new Figure("reserved", "100", "7", false));

        assertThat(Files.readString(page))
                .contains("| 9 | Jetty | reserved | 100 | **7** | 99 |\n")
                .contains("| 10 | Jetty | another account | 409 | **201** | 409 |\n")
                .startsWith("before the figures\n")
                .endsWith("behind them\n");
    }

    @Test
    void hasNoLineOfWhatIsOnlyTold() throws IOException {
        write("now", new Figure("answers", "", "3 of 200", true));

        assertThat(Files.readString(page)).doesNotContain("answers");
    }

    @Test
    void knowsNoOtherColumn() {
        assertThatThrownBy(() -> write("later", new Figure("reserved", "100", "7", false)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(page).content().contains("| 9 | Jetty | reserved | 100 | **1200** | 99 |\n");
    }

    /** Else figures would be told of what is not done any longer. */
    @Test
    void thePageTellsWhatRowsDo() throws IOException {
        String told = Files.readString(Path.of("docs/reliability.md"));
        Files.writeString(page, told);

        write("now");

        assertThat(page).hasContent(told);
    }

    @Test
    void canBeReadAgain() throws IOException {
        write("now", new Figure("reserved", "100", "100", true));
        String once = Files.readString(page);

        write("now");

        assertThat(Files.readString(page)).isEqualTo(once);
    }
}
