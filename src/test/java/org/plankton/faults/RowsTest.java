package org.plankton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Pattern MEASURED = Pattern.compile("(?m)^ +(?:measure|begin) \\w+ ([\\w,]+)(?: >|$)");

    @Test
    void allAreMeasuredInJettyEachOnce() throws IOException {
        String script = Files.readString(Path.of(".ci/faults"));
        String inJetty = script.substring(script.indexOf("in_jetty() {"));

        List<Row> measured = MEASURED.matcher(inJetty)
                .results()
                .map((MatchResult found) -> found.group(1))
                .flatMap(names -> Rows.named(names).stream())
                .toList();

        assertThat(measured).containsExactlyInAnyOrderElementsOf(Rows.ALL);
    }
}
