package org.plankton.faults;

import java.io.IOException;
import java.util.Map;

/** What the service is deployed in, as the project sets it up. */
interface Container {
    String name();

    /**
     * Starts the service and waits until it takes requests.
     *
     * @param settings by name, all that are required among them
     */
    Deployed start(Map<String, String> settings) throws IOException, InterruptedException;
}
