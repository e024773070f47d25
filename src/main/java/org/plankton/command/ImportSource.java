package org.plankton.command;

import java.io.IOException;
import java.util.List;
import org.plankton.registry.history.WholeImage;

/** Images that are to be imported, wherever they are. */
interface ImportSource {
    /** Takes them, one by one. */
    interface Reader {
        /** @param remarks what of it is otherwise there, in words */
        void read(WholeImage image, List<String> remarks) throws IOException;

        /**
         * One that cannot be one here.
         *
         * @param reason in words
         */
        void refuse(String id, String name, String reason) throws IOException;
    }

    /** @throws IOException if they cannot be read; those that have been handed over are good */
    void each(Reader reader) throws IOException;
}
