package org.plankton.pithos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Makes the sockets on which the driver speaks with PostgreSQL, so that whoever waits at one can be freed: be it before
 * there is a connection that could be aborted.
 *
 * <p>The driver makes one of these a socket, by the name of the class; whose socket it is the argument says.
 */
public final class PostgresSockets extends SocketFactory {
    private static final Map<String, Owner> OWNERS = new ConcurrentHashMap<>();

    /** Null if it is closed. */
    private final Owner owner;

    /** @param name of their owner */
    public PostgresSockets(String name) {
        this.owner = OWNERS.get(name);
    }

    /** Of those that are open. */
    static final class Owner implements AutoCloseable {
        private final String name = UUID.randomUUID().toString();
        private final Set<Socket> open = new HashSet<>();
        private boolean isClosed;

        Owner() {
            OWNERS.put(name, this);
        }

        /** As the driver is told. */
        String name() {
            return name;
        }

        private synchronized Socket add() throws IOException {
            if (isClosed) {
                throw closed();
            }
            Socket socket = new Socket() {
                @Override
                public void close() throws IOException {
                    remove(this);
                    super.close();
                }
            };
            open.add(socket);
            return socket;
        }

        private synchronized void remove(Socket socket) {
            open.remove(socket);
        }

        private synchronized List<Socket> end() {
            isClosed = true;
            return List.copyOf(open);
        }

        /** Closes all that there are, and no other is made. */
        @Override
        public void close() {
            OWNERS.remove(name);
            for (Socket socket : end()) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // Then it is closed, too.
                }
            }
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        if (owner == null) {
            throw closed();
        }
        return owner.add();
    }

    private static IOException closed() {
        return new IOException("no connection is made any more");
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
