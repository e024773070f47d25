package org.plankton.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServiceLogTest {
    private final LoggerContext loggers = new LoggerContext();

    @Test
    void theFormatOutlastsThatTheConfigurationIsReadAgain() {
        new ServiceLog(Optional.of(loggers), LogFormat.JSON);
        loggers.reset();

        assertThat(loggers.getObject(LineEncoder.FORMAT)).isEqualTo(LogFormat.JSON);
    }

    @Test
    void theAuditIsOffWhereTheConfigurationDoesNotNameIt() {
        new ServiceLog(Optional.of(loggers), LogFormat.TEXT);
        assertThat(loggers.getLogger("audit").isInfoEnabled()).isFalse();

        loggers.reset();
        assertThat(loggers.getLogger("audit").isInfoEnabled()).isFalse();
    }

    @Test
    void theAuditIsAsTheConfigurationHasIt() {
        loggers.getLogger("audit").setLevel(Level.INFO);
        new ServiceLog(Optional.of(loggers), LogFormat.TEXT);

        assertThat(loggers.getLogger("audit").isInfoEnabled()).isTrue();
    }

    @Test
    void closedItEndsTheLog() {
        loggers.start();
        new ServiceLog(Optional.of(loggers), LogFormat.TEXT).close();

        assertThat(loggers.isStarted()).isFalse();
    }

    /** Here, as where containers bring it, it is all services' and tests': their class loaders are no home of it. */
    @Test
    void whatIsNotTheServicesOwnIsLeftAsItIs() {
        LoggerContext others = (LoggerContext) LoggerFactory.getILoggerFactory();
        ClassLoader tests = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(tests) {});
        try {
            new ServiceLog(LogFormat.JSON).close();
        } finally {
            Thread.currentThread().setContextClassLoader(tests);
        }

        assertThat(others.isStarted()).isTrue();
        assertThat(others.getObject(LineEncoder.FORMAT)).isNull();
    }
}
