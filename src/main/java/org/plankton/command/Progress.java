package org.plankton.command;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far long work has come: a bar on a terminal, and else a line of the log every ten seconds. */
final class Progress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final String work;
    private final ProgressBar bar;
    private final long begin = System.nanoTime();
    private long told = begin;
    private long done;

    /**
     * @param work what is done, in a few words
     * @param all how many there are to do; negative: that is not known
     */
    Progress(String work, long all) {
        this.work = work;
        this.bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(work)
                        .setInitialMax(all)
                        .showSpeed()
                        .build();
    }

    void done(long more) {
        done += more;
        if (bar != null) {
            bar.stepBy(more);
        } else if (System.nanoTime() - told > PERIOD.toNanos()) {
            told = System.nanoTime();
            LOG.info("{}: {} in {} s", work, done, (told - begin) / 1_000_000_000);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
