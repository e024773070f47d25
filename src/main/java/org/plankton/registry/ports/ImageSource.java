package org.plankton.registry.ports;

import java.io.IOException;
import java.util.List;
import org.plankton.registry.history.WholeImage;

/** Another registry, or what it has written, from which images are to be imported. */
public interface ImageSource {
    /** Takes them, one by one. */
    interface Reader {
        /** @param remarks in what the image is not as it is there, or may become so, in words; as a rule nothing */
        void read(WholeImage image, List<String> remarks) throws IOException;

        /**
         * One that cannot be one here.
         *
         * @param id and name as they are there, be it that they can be none
         * @param reason in words
         */
        void refuse(String id, String name, String reason) throws IOException;
    }

    /**
     * How many there are; negative: that would take long to find out.
     *
     * @throws IOException if they cannot be read
     */
    default long count() throws IOException {
        return -1;
    }

    /**
     * Hands over all, in an order that is always the same.
     *
     * @throws IOException if they cannot be read; those that have been handed over are good
     */
    void each(Reader reader) throws IOException;
}
