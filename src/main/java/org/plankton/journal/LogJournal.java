package org.plankton.journal;

import java.util.Locale;
import org.plankton.registry.ports.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line in the log for each change: what was done to which image, by whom, in which request. It tells nothing of what
 * the image was and is, since that is not for everybody who reads the log.
 */
public final class LogJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("org.plankton.journal");

    private static final String NO_REQUEST = "-";

    @Override
    public void write(Entry entry) {
        LOG.info(
                "{} of image {} by {}, request {}",
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.image(),
                entry.account(),
                entry.request().isEmpty() ? NO_REQUEST : entry.request());
    }
}
