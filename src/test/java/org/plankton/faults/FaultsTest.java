package org.plankton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those rows of the suite of faults that take seconds, and in short; {@code .ci/faults} runs all of it. */
@Tag("long")
class FaultsTest {
    /** Milliseconds: other tests may be at work. What is looked for is clients that wait for seconds. */
    private static final double NOISE = 1000;

    private static final long SEED = 1;
    private static final Pace SHORT =
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(3), Pace.Extent.SHORT, Instant.MIN);

    private static final Path PAGE = Path.of("docs/reliability.md");

    @TempDir
    private static Path folder;

    private static Testbed bed;

    @BeforeAll
    static void start() {
        bed = new Testbed(new JettyContainer(), folder, SEED, SHORT);
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "9", "10", "12", "store"})
    void whatIsOwedIsKept(String row) throws Exception {
        Finding finding = new Finding(NOISE);

        bed.measure(Rows.named(row).get(0), finding);

        assertThat(finding.figures()).allMatch(Figure::isKept);
        assertThat(finding.figures())
                .filteredOn(figure -> !figure.owed().isEmpty())
                .allSatisfy(figure -> assertThat(PAGE).content().contains(Report.begin(row, "Jetty", figure.name())));
    }
}
