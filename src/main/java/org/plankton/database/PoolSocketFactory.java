package org.plankton.database;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
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
        private final Set<PoolSocket> open = ConcurrentHashMap.newKeySet();
        private final Permission permission;

        Sockets(Permission permission) {
            this.permission = permission;
            OWNERS.put(name, this);
        }

        /** What the driver has to be told. */
        Map<String, String> options() {
            return Map.of("socketFactory", PoolSocketFactory.class.getName(), OWNER, name);
        }

        private Socket add(Configuration server) throws IOException {
            try {
                permission.require();
            } catch (RuntimeException e) { // the driver makes what it can of an IOException
                throw new IOException(e.getMessage(), e);
            }
            PoolSocket socket = new PoolSocket(open, server.addresses());
            open.add(socket);
            return socket;
        }

        /**
         * Whether a server has sent anything.
         *
         * @param server whose answers count; those of others do not
         * @param since as {@link System#nanoTime} counts
         */
        boolean haveHeard(Configuration server, long since) {
            return open.stream().anyMatch(socket -> socket.hasHeard(server.addresses(), since));
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

    /** One that knows when something came. */
    private static final class PoolSocket extends Socket {
        private final Set<PoolSocket> open;
        private final List<HostAddress> server;

        /** Null until something came. */
        private volatile Long heard;

        /**
         * @param open of which it is one until it is closed
         * @param server the addresses of which it may be at any: one, where it matters
         */
        PoolSocket(Set<PoolSocket> open, List<HostAddress> server) {
            this.open = open;
            this.server = server;
        }

        boolean hasHeard(List<HostAddress> from, long since) {
            Long last = heard;
            return last != null && last - since > 0 && server.equals(from);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    return heard(super.read());
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return heard(super.read(bytes, offset, length));
                }
            };
        }

        /** @param read negative at the end, which is no answer */
        private int heard(int read) {
            if (read >= 0) {
                heard = System.nanoTime();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }

    private String owner;
    private Configuration server;

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        server = configuration;
        owner = configuration.nonMappedOptions().getProperty(OWNER);
    }

    @Override
    public Socket createSocket() throws IOException {
        Sockets sockets = OWNERS.get(owner);
        if (sockets == null) {
            throw new IOException("no connection is made any more");
        }
        return sockets.add(server);
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
