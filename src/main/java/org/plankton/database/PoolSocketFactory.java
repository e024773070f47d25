package org.plankton.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/**
 * Makes the sockets on which the driver speaks with the database, so that whoever waits at one can be freed.
 *
 * <p>{@code Connection.abort} does not do that of a server that stands still: the driver first asks that server, by
 * another connection, to end this one, and then reads from the socket itself, behind whoever is waiting there.
 *
 * <p>The driver makes one of these a socket, by the name of the class; whose socket it is the address says.
 */
public final class PoolSocketFactory extends ConfigurableSocketFactory {
    private static final String OWNER = "planktonSockets";

    private static final Map<String, Sockets> OWNERS = new ConcurrentHashMap<>();

    /** What is asked before a socket is made. */
    interface Permission {
        /** @throws RuntimeException if there is to be none now */
        void require();
    }

    /** Those of one owner, from when they are made until they are closed. */
    static final class Sockets implements AutoCloseable {
        private final String name = UUID.randomUUID().toString();
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final Permission permission;

        Sockets(Permission permission) {
            this.permission = permission;
            OWNERS.put(name, this);
        }

        /** What the driver has to be told. */
        Map<String, String> options() {
            return Map.of("socketFactory", PoolSocketFactory.class.getName(), OWNER, name);
        }

        private Socket add() throws IOException {
            try {
                permission.require();
            } catch (RuntimeException e) { // the driver makes what it can of an IOException
                throw new IOException(e.getMessage(), e);
            }
            Socket socket = new Socket() {
                @Override
                public void close() throws IOException {
                    open.remove(this);
                    super.close();
                }
            };
            open.add(socket);
            return socket;
        }

        /** Closes all that there are: whoever waits at one is told so. */
        void cut() {
            for (Socket socket : open) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // Then it is closed, too.
                }
            }
        }

        /** The same, and no other is made. */
        @Override
        public void close() {
            OWNERS.remove(name);
            cut();
        }
    }

    private String owner;

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        owner = configuration.nonMappedOptions().getProperty(OWNER);
    }

    @Override
    public Socket createSocket() throws IOException {
        Sockets sockets = OWNERS.get(owner);
        if (sockets == null) {
            throw new IOException("no connection is made any more");
        }
        return sockets.add();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }
}
