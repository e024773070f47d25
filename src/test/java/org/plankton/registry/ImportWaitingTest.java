package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.ImportMode;

/** Images that wait for their bytes elsewhere, and have them here by now. */
class ImportWaitingTest {
    private final TestRegistry test = new TestRegistry();
    private final Image waiting = test.reserve(ALICE);

    private ImportOutcome imported(Image image, boolean updates) {
        List<WholeImage> images = List.of(new WholeImage(image, new TreeMap<>()));
        return TestRegistry.<ImportOutcome>handed(
                        reader -> test.registry().importAll(ADMIN, images, new ImportMode(false, updates), reader))
                .get(0);
    }

    private Image uploaded() throws IOException {
        return test.registry().upload(ALICE, waiting.id(), Change.NONE, uploadOf("its bytes"));
    }

    @Test
    void whatWaitsThereIsAlikeOnceItHasItsBytesHere() throws IOException {
        Image uploaded = uploaded();

        assertThat(imported(waiting, true).kind()).isEqualTo(ImportOutcome.Kind.ALIKE);

        assertThat(test.registry().find(ALICE, waiting.id())).isEqualTo(uploaded);
    }

    @Test
    void whatIsOtherwiseThereChangesNothingOfItsBytes() throws IOException {
        Image uploaded = uploaded();
        Image renamed = waiting.with()
                .metadata(waiting.metadata().with().name("renamed").build())
                .build();

        assertThat(imported(renamed, true).kind()).isEqualTo(ImportOutcome.Kind.UPDATED);

        Image now = test.registry().find(ALICE, waiting.id());
        assertThat(now.metadata().name()).isEqualTo("renamed");
        assertThat(now.status()).isEqualTo(Status.AVAILABLE);
        assertThat(now.content()).isEqualTo(uploaded.content());
    }

    @Test
    void whatHasBytesHereHasAFormat() throws IOException {
        uploaded();
        Image without = waiting.with()
                .metadata(waiting.metadata().with().diskFormat(null).build())
                .build();

        ImportOutcome outcome = imported(without, true);

        assertThat(outcome.kind()).isEqualTo(ImportOutcome.Kind.REFUSED);
        assertThat(outcome.reason()).contains("disk-format");
    }
}
