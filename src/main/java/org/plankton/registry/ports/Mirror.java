package org.plankton.registry.ports;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;

/** Another registry, in which images are to be found as they are here. */
public interface Mirror {
    /** Where an image is or was, and may be found there. */
    record Place(String id, Location location) {}

    /** How an image was found there. */
    enum Kind {
        /** As it is here, be it not at all. */
        ALIKE,
        /** Otherwise; it has been made so, unless it was only looked at. */
        DIFFERENT,
        /** It cannot be there: there is no such file, or one that would have another id. */
        ABSENT
    }

    /**
     * What was found of an image there.
     *
     * @param fields names of what was otherwise
     * @param remarks in what it is not as it is here nor can be, in words
     */
    record Outcome(Kind kind, SortedSet<String> fields, List<String> remarks) {}

    /** While images are looked at, or written: of one thread. */
    interface Session extends AutoCloseable {
        /**
         * Makes it what is so here. Who does this at once with others may not leave behind what was so before: so
         * {@code present} is asked while nobody else can write there.
         *
         * @param present the image as it is now; empty if it is registered no longer
         * @throws Fault CONFLICT if others do not let it be written at the moment; UNAVAILABLE if nothing can be
         *     written there now; and what {@code present} throws; of that place nothing has been written then
         */
        Outcome write(Place place, Supplier<Optional<WholeImage>> present);

        /** Finds out what {@link #write} would do, and throws the same. */
        Outcome compare(Place place, Supplier<Optional<WholeImage>> present);

        @Override
        void close();
    }

    /** @throws Fault UNAVAILABLE if it does not answer */
    Session open();

    /**
     * Hands over every image that is found there, whoever has put it there.
     *
     * @throws Fault UNAVAILABLE if it does not answer
     */
    void each(Consumer<Place> reader);
}
