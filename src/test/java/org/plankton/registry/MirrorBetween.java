package org.plankton.registry;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.plankton.registry.ports.Mirror;

/**
 * Another mirror, and what happens meanwhile.
 *
 * @param beforeWrite before each image is written
 * @param afterAll when all images have been handed over
 */
record MirrorBetween(Mirror mirror, Runnable beforeWrite, Runnable afterAll) implements Mirror {
    MirrorBetween(Mirror mirror, Runnable beforeWrite) {
        this(mirror, beforeWrite, () -> {});
    }

    @Override
    public Session open() {
        Session session = mirror.open();
        return new Session() {
            @Override
            public Outcome write(Place place, Supplier<Present> present) {
                beforeWrite.run();
                return session.write(place, present);
            }

            @Override
            public Outcome compare(Place place, Supplier<Present> present) {
                return session.compare(place, present);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    public void each(Consumer<Place> reader) {
        mirror.each(reader);
        afterAll.run();
    }

    @Override
    public void close() {
        mirror.close();
    }
}
