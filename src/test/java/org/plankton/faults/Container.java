package org.plankton.faults;

import java.io.IOException;
import java.util.Map;

/** What the service is deployed in, as the project sets it up. */
interface Container {
    String name();

    /** Whether it reads to its end what the service has not read of a body, so that this could keep its threads. */
    boolean readsUnreadBodies();

    /**
     * Starts the service and waits until it takes requests.
     *
     * @param settings by name, all that are required among them
     */
    Deployed start(Map<String, String> settings) throws IOException, InterruptedException;
}
