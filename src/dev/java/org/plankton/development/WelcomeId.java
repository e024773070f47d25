package org.plankton.development;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.UUID;

/** What the development server's own requests are called, at each start otherwise. */
public final class WelcomeId extends PropertyDefinerBase {
    /** src/dev/jetty/logback.xml keeps them out of the log, unless they go wrong. */
    static final String VALUE = "req-" + UUID.randomUUID();

    @Override
    public String getPropertyValue() {
        return VALUE;
    }
}
