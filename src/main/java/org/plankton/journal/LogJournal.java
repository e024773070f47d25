package org.plankton.journal;

import org.plankton.registry.ports.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line in the log for each change: what was done to which image, by whom, in which request. It tells nothing of what
 * the image was and is, since that is not for everybody who reads the log.
 */
public final class LogJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("org.plankton.journal");

    @Override
    public void write(Entry entry) {
        LOG.info("{}", entry);
    }
}
