package org.plankton.health;

import java.util.Optional;
import java.util.function.Supplier;

/** Whether this service can be sent requests. Nobody outside is asked because of it. */
public final class Readiness implements AutoCloseable {
    private final Supplier<Optional<String>> trouble;
    private volatile boolean isStopping;

    /** @param trouble with what every request needs; empty if there is none */
    public Readiness(Supplier<Optional<String>> trouble) {
        this.trouble = trouble;
    }

    /** Why it cannot; empty if it can. */
    public Optional<String> refusal() {
        return isStopping ? Optional.of("the service is stopping") : trouble.get();
    }

    /** It is being stopped: from now on it cannot. */
    @Override
    public void close() {
        isStopping = true;
    }
}
