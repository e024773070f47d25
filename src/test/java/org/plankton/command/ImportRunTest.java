package org.plankton.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.plankton.registry.Registry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.ImportMode;

/** How images are handed over, and counted. */
class ImportRunTest {
    private static final int BATCH = 100;

    private static WholeImage image(int number) {
        Image image = Image.reserved(
                "0b1ec700-0000-4000-8000-%012d".formatted(number), "alice", Metadata.NONE, Instant.EPOCH);
        return new WholeImage(image, new TreeMap<>());
    }

    private static int number(List<WholeImage> batch) {
        return Integer.parseInt(batch.get(0).image().id().substring(24)) / BATCH;
    }

    /** Adds one of the first hundred, two of the second, and all of the third; what it does of the first two fails. */
    private static Registry failing() {
        Registry registry = mock(Registry.class);
        doAnswer(call -> {
                    List<WholeImage> images = call.getArgument(1);
                    Consumer<ImportOutcome> reader = call.getArgument(3);
                    int batch = number(images);
                    images.subList(0, batch == 2 ? BATCH : batch + 1)
                            .forEach(image -> reader.accept(
                                    new ImportOutcome(image.image().id(), ImportOutcome.Kind.ADDED, "")));
                    if (batch < 2) {
                        throw new Fault(Fault.Kind.UNAVAILABLE, "silence " + batch);
                    }
                    return null;
                })
                .when(registry)
                .importAll(any(), any(), any(), any());
        return registry;
    }

    @Test
    void whateverItEndsByWhatIsWrittenIsCounted() throws IOException {
        ImageSource source = mock(ImageSource.class);
        doAnswer(call -> {
                    ImageSource.Reader reader = call.getArgument(0);
                    for (int i = 0; i < 3 * BATCH; i++) {
                        reader.read(image(i), List.of());
                    }
                    return null;
                })
                .when(source)
                .each(any());
        try (Progress progress = new Progress("images", -1);
                ImportReport report = new ImportReport(new ReportLines(null));
                ImportRun run = new ImportRun(
                        failing(),
                        Caller.service(""),
                        new ImportMode(false, false),
                        report,
                        progress,
                        new Interruption())) {
            assertThatThrownBy(() -> run.run(source)).isInstanceOf(Fault.class).hasMessage("silence 0");

            assertThat(run.counts()).containsEntry(ImportOutcome.Kind.ADDED, 103L);
        }
    }
}
