package org.plankton.journal;

import org.plankton.registry.ports.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line in the log for each change: what was done to which image, by whom, in which request. It tells nothing of what
 * the image was and is, since that is not for everybody who reads the log. Where an account has come near to a quota by
 * it, a warning follows, which is the only one until it has had less in between.
 */
public final class LogJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("org.plankton.journal");

    @Override
    public void write(Entry entry) {
        LOG.info("{}", entry);
        entry.nearing()
                .forEach(near -> LOG.warn(
                        "account {} is near to a quota: it has {} of at most {} {}",
                        near.account(),
                        near.count(),
                        near.most(),
                        near.quota().words()));
    }
}
