package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plankton.registry.Registry;
import org.plankton.testing.LogLines;

/** What the registry logs, where several services, each with a class loader of its own, share one logger. */
class CoreLogTest {
    private static final ClassLoader OURS = Thread.currentThread().getContextClassLoader();
    private static final ClassLoader ONE = new URLClassLoader(new URL[0], OURS);
    private static final ClassLoader ANOTHER = new URLClassLoader(new URL[0], OURS);

    /** Held, or java.util.logging would let go of it. */
    private static final Logger CORE = Logger.getLogger("org.plankton");

    private final List<CoreLog> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(CoreLog::close);
        on(OURS);
    }

    private static void on(ClassLoader service) {
        Thread.currentThread().setContextClassLoader(service);
    }

    private CoreLog start(ClassLoader service) {
        on(service);
        CoreLog log = new CoreLog();
        started.add(log);
        return log;
    }

    private static List<String> written(ClassLoader service, String text) {
        on(service);
        try (LogLines lines = LogLines.of(Registry.class)) {
            System.getLogger(Registry.class.getName()).log(System.Logger.Level.WARNING, text);
            return lines.texts();
        }
    }

    @Test
    void isWrittenOnceWhoeverElseIsThere() {
        start(ONE);
        start(ANOTHER);

        assertThat(written(ONE, "a")).containsExactly("a");
        assertThat(written(ANOTHER, "b")).containsExactly("b");
    }

    @Test
    void isWrittenOnAfterAnotherServiceHasStopped() {
        start(ONE);
        String alone = state();
        start(ANOTHER).close();

        assertThat(state()).isEqualTo(alone);
        assertThat(written(ONE, "a")).containsExactly("a");
    }

    @Test
    void isNotLostOnAThreadThatIsNobodys() {
        start(ONE);

        assertThat(written(OURS, "a")).containsExactly("a");
    }

    @Test
    void isNobodysAnyLongerOnceAllHaveStopped() {
        String before = state();
        CoreLog one = start(ONE);
        CoreLog another = start(ANOTHER);
        assertThat(state()).isNotEqualTo(before);

        one.close();
        another.close();

        assertThat(state()).isEqualTo(before);
    }

    private static String state() {
        return CORE.getLevel() + " " + CORE.getUseParentHandlers() + " " + List.of(CORE.getHandlers());
    }
}
