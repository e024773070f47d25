package org.plankton.registry.ports;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;

/** Another registry, in which images are to be found as they are here. */
public interface Mirror extends AutoCloseable {
    /**
     * An image that may be found there.
     *
     * @param location where it is, or was when that was last known
     * @param former who may read it no longer, as far as that is known
     */
    record Place(String id, Location location, Set<String> former) {
        public Place(String id, Location location) {
            this(id, location, Set.of());
        }
    }

    /**
     * How an image is here.
     *
     * @param image empty: it is registered no longer
     * @param isOfItsFile whether its id is its own file's, so that what is there of that file is the image's
     */
    record Present(Optional<WholeImage> image, boolean isOfItsFile) {}

    /** How an image was found there. */
    enum Kind {
        /** As it is here, be it not at all. */
        ALIKE,
        /** Otherwise; it has been made so, unless it was only looked at. */
        DIFFERENT,
        /** It cannot be there: there is no such file, or it has another id. */
        ABSENT,
        /** Others did not let it be written, or it be seen whether they were moving its file while it was. */
        LOCKED
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
         * Makes it what is so here, wherever its file is by now. Who does this at once with others may not leave behind
         * what was so before: so {@code present} is asked while nobody else can write there.
         *
         * @param present the image as it is now
         * @throws Fault CONFLICT if others do not let it be written at the moment; UNAVAILABLE if nothing can be
         *     written there now; and what {@code present} throws; it is to be written again then
         */
        Outcome write(Place place, Supplier<Present> present);

        /**
         * Finds out what {@link #write} would do, and keeps nobody from anything.
         *
         * @throws Fault UNAVAILABLE if it does not answer; and what {@code present} throws
         */
        Outcome compare(Place place, Supplier<Present> present);

        @Override
        void close();
    }

    /** @throws Fault UNAVAILABLE if it does not answer */
    Session open();

    /**
     * Hands over every image that is found there, whoever has put it there; each as it is read, while sessions may be
     * open.
     *
     * @throws Fault UNAVAILABLE if it does not answer; and what {@code reader} throws
     */
    void each(Consumer<Place> reader);

    /** Whoever waits for an answer is told that there is none, and nothing is asked any more. */
    @Override
    void close();
}
