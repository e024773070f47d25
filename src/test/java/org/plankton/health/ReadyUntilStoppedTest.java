package org.plankton.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadyUntilStoppedTest {
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
    private final Readiness readiness = new Readiness(trouble::get);

    @Test
    void isAsWhatEveryRequestNeeds() {
        assertThat(readiness.refusal()).isEmpty();
        trouble.set(Optional.of("gone"));
        assertThat(readiness.refusal()).hasValue("gone");
        trouble.set(Optional.empty());
        assertThat(readiness.refusal()).isEmpty();
    }

    @Test
    void endsWhenTheServiceIsStopped() {
        readiness.close();

        assertThat(readiness.refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("stopping"));
    }
}
