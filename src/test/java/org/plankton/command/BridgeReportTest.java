package org.plankton.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;

class BridgeReportTest {
    private static final Place PLACE =
            new Place("0000000a-0000-4000-8000-000000000001", new Location("pithos://alice/images/a.raw"));

    @Test
    void whoIsInterruptedLooksAtNothingMoreBeItOthers() throws IOException {
        Interruption interruption = mock(); // which would end Java
        when(interruption.isWanted()).thenReturn(true);
        Outcome alike = new Outcome(Kind.ALIKE, new TreeSet<>(), List.of());
        try (Progress progress = new Progress("images compared", -1);
                BridgeReport report = new BridgeReport(new ReportLines(null), progress, interruption, true)) {
            assertThatThrownBy(() -> report.read(PLACE, alike)).isInstanceOf(BridgeReport.Interrupted.class);
            assertThatThrownBy(() -> report.readOthers(PLACE)).isInstanceOf(BridgeReport.Interrupted.class);
        }
    }
}
