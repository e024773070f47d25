package org.plankton.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Logback, as the web application brings it: until it is closed its lines are in the format that is set, and once it is
 * nothing of it runs on, and nothing is written any longer. The audit is off unless the configuration gives it a level:
 * whoever brings one may never have heard of an audit, which would be in their log. Where the container or other
 * services have the same Logback, it is theirs, and left as it is.
 */
public final class ServiceLog implements AutoCloseable {
    private final Optional<LoggerContext> own;

    /** Logback forgets all that it was told where its configuration has changed, and is read again. */
    private record Kept(LogFormat format) implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext loggers) {
            loggers.putObject(LineEncoder.FORMAT, format);
            Logger audit = loggers.getLogger("audit");
            if (audit.getLevel() == null) {
                audit.setLevel(Level.OFF);
            }
        }

        @Override
        public void onStart(LoggerContext loggers) {}

        @Override
        public void onStop(LoggerContext loggers) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }

    /** For the web application that this thread is of. */
    public ServiceLog(LogFormat format) {
        this(own(), format);
    }

    ServiceLog(Optional<LoggerContext> own, LogFormat format) {
        this.own = own;
        own.ifPresent(loggers -> {
            Kept kept = new Kept(format);
            loggers.addListener(kept);
            kept.onReset(loggers);
            loggers.getStatusManager().add(new Problems());
        });
    }

    private static Optional<LoggerContext> own() {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers
                        && loggers.getClass().getClassLoader() == ours
                ? Optional.of(loggers)
                : Optional.empty();
    }

    @Override
    public void close() {
        own.ifPresent(LoggerContext::stop);
    }
}
