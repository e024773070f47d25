package org.plankton.api.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests fail by that neither a client nor a party has done. */
final class OwnFault {
    /** The kind of refusal that it is. */
    static final String KIND = "ERROR";

    private static final Logger LOG = LoggerFactory.getLogger(OwnFault.class);

    private OwnFault() {}

    /** For who is to mend it. */
    static void log(Throwable thrown, LoggedText text) {
        LOG.error("a request failed by our own fault: {}", text.stack(thrown));
    }
}
