package org.plankton.pithos;

import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/** What PostgreSQL and its driver fail by. */
final class Failure {
    private Failure() {}

    /** Of theirs, what is behind it; empty if it is somebody else's. */
    static Optional<PSQLException> of(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .findFirst();
    }
}
