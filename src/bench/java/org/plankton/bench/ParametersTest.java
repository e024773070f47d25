package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void aRowIsAskedForByItsNameOrByTheWordThatItBeginsWith() {
        Parameters parameters = asking("a", "glance", "synnefo.head");

        assertThat(parameters.isAsked("a")).isTrue();
        assertThat(parameters.isAsked("b")).isFalse();
        assertThat(parameters.isAsked("glance.detail")).isTrue();
        assertThat(parameters.isAsked("synnefo.head")).isTrue();
        assertThat(parameters.isAsked("synnefo.page")).isFalse();
        assertThat(parameters.isAsked("glance-v2.show")).isFalse();
    }

    @Test
    void theReportTellsWhatTheDatabaseHas() {
        assertThat(asking("a").toString())
                .isEqualTo("bench.rows=a bench.images=10000,10000000 bench.connections=8 bench.rounds=3"
                        + " bench.warm-up=10 bench.seconds=5 bench.scatter=25 bench.buffer-pool=12G");
    }

    static Parameters asking(String... rows) {
        return new Parameters(
                Set.of(rows),
                List.of(10_000, 10_000_000),
                8,
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                0.25,
                "12G",
                Optional.empty(),
                Path.of("anywhere"));
    }
}
