package org.plankton.development;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.plankton.cloud.Cloud;

/**
 * The service as {@code mvn jetty:run} deploys it ({@code webapp/} and the same configuration of Jetty), on a free port
 * of 127.0.0.1.
 */
public final class Service implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector;
    private final String contextPath;
    private final Optional<Cloud> cloud;

    /** What else is in the web application; it is put there before the service is. */
    public interface Neighbour {
        /** @param address {@code http://127.0.0.1:<port>} */
        void moveIn(String address, ServletContext context);
    }

    private Service(String contextPath, Map<String, String> settings, Optional<Path> cloudFolder, Neighbour neighbour)
            throws Exception {
        this.contextPath = contextPath;
        configure(server, "jetty.xml");
        connector = (ServerConnector) server.getConnectors()[0];
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        connector.open(); // now, as the settings need its port

        WebAppContext context = webApplication();
        context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
        Map<String, String> parameters = new TreeMap<>(settings);
        if (cloudFolder.isPresent()) {
            Cloud mounted = new Cloud(cloudFolder.get(), Optional.empty());
            context.addServletContainerInitializer((classes, servlets) -> mounted.addTo(servlets));
            parameters.putIfAbsent("plankton.identity.url", address() + DevelopmentStart.IDENTITY);
            parameters.putIfAbsent("plankton.store.url", address() + DevelopmentStart.STORE);
            cloud = Optional.of(mounted);
        } else {
            cloud = Optional.empty();
        }
        parameters.forEach(context::setInitParameter);
        context.addServletContainerInitializer((classes, servlets) -> neighbour.moveIn(address(), servlets));
        server.setHandler(context);
    }

    /** @param settings by name, all that are required among them */
    public static Service start(Map<String, String> settings) {
        return startBelow("", settings);
    }

    /** @param contextPath below which the service is, such as {@code /registry} */
    public static Service startBelow(String contextPath, Map<String, String> settings) {
        return start(contextPath, settings, Optional.empty(), (address, context) -> {});
    }

    /**
     * The service with the development cloud beside it, in the same server, as its identity service and object store.
     *
     * @param settings by name, the database's among them; an identity service or a store named here is used instead
     * @param cloudFolder the cloud's files; need not exist
     */
    public static Service startWithCloud(Map<String, String> settings, Path cloudFolder) {
        return startWithCloud(settings, cloudFolder, (address, context) -> {});
    }

    /** The same, and another beside them. */
    public static Service startWithCloud(Map<String, String> settings, Path cloudFolder, Neighbour neighbour) {
        return start("", settings, Optional.of(cloudFolder), neighbour);
    }

    private static Service start(
            String contextPath, Map<String, String> settings, Optional<Path> cloudFolder, Neighbour neighbour) {
        try {
            Service service = new Service(contextPath, settings, cloudFolder, neighbour);
            try {
                service.server.start();
            } catch (Exception e) {
                service.close();
                throw e;
            }
            return service;
        } catch (Exception e) {
            throw new IllegalStateException("The service did not start", e);
        }
    }

    /** Not started yet, and without settings. */
    static WebAppContext webApplication() throws Exception {
        WebAppContext context = new WebAppContext();
        configure(context, "context.xml");
        context.setBaseResourceAsPath(Checkout.BASE.resolve("webapp"));
        context.setParentLoaderPriority(true); // the classes are those of this JVM
        context.setThrowUnavailableOnStartupException(true);
        return context;
    }

    static void configure(Object jetty, String file) throws Exception {
        Path path = Checkout.BASE.resolve("src/dev/jetty").resolve(file);
        new XmlConfiguration(ResourceFactory.root().newResource(path)).configure(jetty);
    }

    /** {@code http://127.0.0.1:<port>}, and below which path, if it is below one. */
    public String address() {
        return "http://127.0.0.1:" + connector.getLocalPort() + contextPath;
    }

    /** Empty if it was started without. */
    public Optional<Cloud> cloud() {
        return cloud;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The service did not stop", e);
        }
    }
}
