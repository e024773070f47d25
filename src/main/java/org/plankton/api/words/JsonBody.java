package org.plankton.api.words;

import java.io.IOException;
import java.io.OutputStream;

/** JSON that is written as it is sent, and not held. */
public interface JsonBody {
    void write(OutputStream output) throws IOException;
}
