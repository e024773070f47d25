package org.plankton.api;

import jakarta.ws.rs.core.MediaType;
import org.plankton.registry.image.Fault;

/** How a wire says no. */
public interface FaultFormat {
    int status(Fault.Kind kind);

    /** The status of a path that the wire does not have. */
    int unknownPath();

    MediaType type();

    String body(int status, String message);
}
