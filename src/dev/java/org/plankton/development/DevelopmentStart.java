package org.plankton.development;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.cloud.Cloud;
import org.plankton.cloud.User;

/**
 * What {@code mvn jetty:run} adds to the service, before that one starts: a database, an identity service and an object
 * store, each unless another is set. What they keep is in {@code target/development}.
 *
 * <p>The container finds this class through {@code META-INF/services}. It does nothing without the system property
 * {@value #SWITCH}, which pom.xml gives to {@code jetty:run} alone.
 */
public final class DevelopmentStart implements ServletContainerInitializer {
    static final String IDENTITY = "/cloud/identity/v2.0";
    static final String STORE = "/cloud/object-store/v1";

    /** Not plankton.…: the service takes that for a setting, and refuses one it does not know. */
    private static final String SWITCH = "org.plankton.development";

    /** The names of the settings that are ours, with blanks between them. */
    private static final String OFFERED = SWITCH + ".offered";

    /** Whether this process has listened already, so that its port is taken by itself: this is a redeployment. */
    private static final String LISTENING = SWITCH + ".listening";

    /** The context file for the command line, with what is ours: the database is at another port each time. */
    private static final String SETTINGS = "plankton.xml";

    private final Path folder;

    /** For the container. */
    public DevelopmentStart() {
        this(Checkout.TARGET.resolve("development"));
    }

    /** @param folder where everything is kept */
    DevelopmentStart(Path folder) {
        this.folder = folder;
    }

    /** Where it cannot start, that ends the process: the reason is the last line that is printed. */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (!Boolean.getBoolean(SWITCH)) {
            return;
        }
        try {
            start(context);
        } catch (StartRefused refused) {
            end(refused);
        } catch (UncheckedIOException e) {
            end(StartRefused.because(e.getCause()));
        } catch (IOException e) {
            end(StartRefused.because(e));
        }
    }

    /**
     * On the spot, with status 1. An exception would be lost between two stack traces of Jetty's and Maven's advice; an
     * orderly exit would wait for Jetty to stop, which waits for this start.
     */
    private static void end(StartRefused refused) {
        System.err.println("[ERROR] " + refused.getMessage());
        Runtime.getRuntime().halt(1);
    }

    /** The database is the last that is started, as nobody would stop it if something else were refused. */
    private void start(ServletContext context) throws IOException {
        withdraw(); // what the former deployment was offered, if it came to no orderly end
        atEnd(context, DevelopmentStart::withdraw);
        String host = System.getProperty("jetty.http.host", "127.0.0.1");
        int port = Integer.getInteger("jetty.http.port", 8080);
        String address = address(host, port);
        DevelopmentLock lock = DevelopmentLock.take(folder, address);
        atEnd(context, lock::close);
        requireFree(host, port);
        boolean ourIdentity = offer(context, "plankton.identity.url", address + IDENTITY);
        boolean ourStore = offer(context, "plankton.store.url", address + STORE);
        if (ourIdentity || ourStore) {
            new Cloud(folder.resolve("cloud"), Optional.empty()).addTo(context);
        }
        if (!isSet(context, "plankton.database.url")) {
            EmbeddedMariaDb database = EmbeddedMariaDb.start(folder.resolve("mariadb"), 0);
            atEnd(context, database::close);
            offer(context, "plankton.database.url", database.jdbcUrl("plankton"));
            offer(context, "plankton.database.user", "root");
        }
        offer(context, "plankton.admins", User.ADMIN.account());
        offer(context, "plankton.catalogue.owners", User.ADMIN.account());
        if (ourIdentity) {
            offer(
                    context,
                    "plankton.page.users",
                    Arrays.stream(User.values())
                            .map(user -> user.shortName() + "=" + user.token())
                            .collect(Collectors.joining(", ")));
        }
        // Bytes; src/dev/jetty/jetty.xml lets headers have twice as many.
        offer(context, "plankton.limits.metadata", "32768");
        Files.writeString(folder.resolve(SETTINGS), contextFile());

        Thread welcome = new Thread(new Welcome(address, ourIdentity && ourStore));
        welcome.setDaemon(true);
        welcome.start();
        atEnd(context, welcome::interrupt);
    }

    /** Where src/dev/jetty/jetty.xml has the server listen, as seen from this machine. */
    private static String address(String host, int port) {
        return "http://" + (List.of("0.0.0.0", "::").contains(host) ? "127.0.0.1" : host) + ":" + port;
    }

    /** Before anything else is started. The server itself listens only when everything is ready. */
    private static void requireFree(String host, int port) {
        if (Boolean.getBoolean(LISTENING)) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartRefused("Port " + port + " of " + host + " cannot be had: " + e.getMessage()
                    + ". Another one: mvn jetty:run -Djetty.http.port=N");
        }
        System.setProperty(LISTENING, "true");
    }

    /**
     * Sets it unless it is set; whether it did.
     *
     * <p>As a system property: the servlet context's parameters cannot be changed any more, and outlast a redeployment,
     * where the database has another port.
     */
    private static boolean offer(ServletContext context, String setting, String value) {
        if (isSet(context, setting)) {
            return false;
        }
        System.setProperty(setting, value);
        System.setProperty(OFFERED, System.getProperty(OFFERED, "") + " " + setting);
        return true;
    }

    private static void withdraw() {
        offered().forEach(System::clearProperty);
        System.clearProperty(OFFERED);
    }

    private static Stream<String> offered() {
        return Stream.of(System.getProperty(OFFERED, "").split(" ")).filter(setting -> !setting.isEmpty());
    }

    /** With what was offered. */
    private static String contextFile() {
        String line = "  <Parameter name=\"%s\" value=\"%s\" override=\"false\"/>%n";
        return offered()
                .map(setting ->
                        line.formatted(setting, System.getProperty(setting).replace("&", "&amp;")))
                .collect(Collectors.joining("", "<Context>\n", "</Context>\n"));
    }

    /** The service takes a blank value for none. */
    private static boolean isSet(ServletContext context, String setting) {
        String variable = setting.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(System.getProperty(setting), System.getenv(variable), context.getInitParameter(setting))
                .anyMatch(value -> value != null && !value.isBlank());
    }

    private static void atEnd(ServletContext context, Runnable stop) {
        context.addListener(new ServletContextListener() {
            @Override
            public void contextDestroyed(ServletContextEvent event) {
                stop.run();
            }
        });
    }
}
