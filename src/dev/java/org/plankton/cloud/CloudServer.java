package org.plankton.cloud;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The development cloud alone, on a server of its own at 127.0.0.1. */
public final class CloudServer implements AutoCloseable {
    /** Bytes: a file's metadata, or what a registry makes of them, are more than Jetty's 8 KiB. */
    private static final int HEADER_SIZE = 64 * 1024;

    /**
     * Bytes: more than the 64 KiB up to which Jetty keeps buffers for other connections, as it may still be filling one
     * that it has given back.
     */
    private static final int INPUT_BUFFER_SIZE = 68 * 1024;

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Cloud cloud;

    /**
     * Starts it.
     *
     * @param folder where files are kept; need not exist
     * @param port 0: any free one
     * @param imageUrl the image service in Astakos' catalogue, and without its version in Keystone's; empty:
     *     {@code /v1.0} of this server
     */
    public CloudServer(Path folder, int port, Optional<String> imageUrl) throws IOException {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(HEADER_SIZE);
        configuration.setResponseHeaderSize(HEADER_SIZE);
        configuration.setMaxResponseHeaderSize(HEADER_SIZE);
        configuration.setInputBufferSize(INPUT_BUFFER_SIZE);
        configuration.setUseInputDirectByteBuffers(false); // new each time, which is dear there
        // Like Pithos it takes any path, so that a test sees what a client really sent.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);

        cloud = new Cloud(folder, imageUrl);
        ServletContextHandler context = new ServletContextHandler();
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addServletContainerInitializer((classes, servlets) -> cloud.addTo(servlets));
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException("the cloud did not start", e);
        }
    }

    public Cloud cloud() {
        return cloud;
    }

    /** {@code http://127.0.0.1:<port>}; the cloud is below its {@code /cloud}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        cloud.heal();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the cloud did not stop", e);
        }
    }

    /**
     * Runs the cloud until the process is ended, and prints its address, what leads a service to it, and its users.
     *
     * @param arguments folder, port, and the image service's address, which may be left out
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println(
                    "Give a folder for its files, a port of 127.0.0.1, and, for clients that look the image service up,"
                            + " that one's address: /tmp/cloud 8090 http://127.0.0.1:8080/v1.0");
            System.exit(2);
        }
        Optional<String> imageUrl = arguments.length == 3 ? Optional.of(arguments[2]) : Optional.empty();
        CloudServer server = new CloudServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]), imageUrl);
        String address = server.uri() + Cloud.PATH;
        System.out.println("The development cloud is at " + address);
        System.out.println("It is no cloud to keep anything in: everybody on this machine may be any of its users.");
        System.out.println("  plankton.identity.url  " + address + "/identity/v2.0");
        System.out.println("  plankton.store.url     " + address + "/object-store/v1");
        for (User user : User.values()) {
            System.out.printf("  token %-11s account %s%n", user.token(), user.account());
        }
        server.server.join();
    }
}
