package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class WelcomeIdTest {
    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void onlyTheServersOwnRequestsAreKeptOutOfTheLog() throws Exception {
        LoggerContext loggers = new LoggerContext();
        JoranConfigurator development = new JoranConfigurator();
        development.setContext(loggers);
        development.doConfigure(
                Checkout.BASE.resolve("src/dev/jetty/logback.xml").toFile());
        Logger requests = loggers.getLogger("requests");

        MDC.put("request", WelcomeId.VALUE);
        assertThat(requests.isInfoEnabled()).isFalse();
        assertThat(requests.isWarnEnabled()).isTrue();

        MDC.put("request", "req-welcome");
        assertThat(requests.isInfoEnabled()).isTrue();
    }
}
