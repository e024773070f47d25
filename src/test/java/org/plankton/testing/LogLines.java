package org.plankton.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What is logged until it is closed. */
public final class LogLines implements AutoCloseable {
    private final Logger log;
    private final Level level;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private LogLines(Logger log) {
        this.log = log;
        this.level = log.getLevel();
        log.setLevel(Level.INFO); // tests are quieter than that
        log.setAdditive(false); // what is looked at here nobody needs to see
        lines.start();
        log.addAppender(lines);
    }

    /** Of that class alone. */
    public static LogLines of(Class<?> logging) {
        return new LogLines((Logger) LoggerFactory.getLogger(logging));
    }

    /** Under that name, and those below it. */
    public static LogLines of(String name) {
        return new LogLines((Logger) LoggerFactory.getLogger(name));
    }

    /** In order, as they are written; be it by what an earlier test has left on its way. */
    public List<String> texts() {
        return texts(line -> true);
    }

    /** Those that name what is the test's own, as an address is. */
    public List<String> naming(String own) {
        return texts(line -> line.getFormattedMessage().contains(own));
    }

    /** Those of the thread that asks. */
    public List<String> ofThisThread() {
        String own = Thread.currentThread().getName();
        return texts(line -> line.getThreadName().equals(own));
    }

    private List<String> texts(Predicate<ILoggingEvent> those) {
        synchronized (lines) { // as whoever appends
            return lines.list.stream()
                    .filter(those)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @Override
    public void close() {
        log.detachAppender(lines);
        log.setAdditive(true);
        log.setLevel(level);
    }
}
