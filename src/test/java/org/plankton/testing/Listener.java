package org.plankton.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A port of this machine at which connections are taken until it is closed. Its threads keep no process alive. */
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final String name;
    private final ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());

    /** @param name of its threads */
    public Listener(String name) throws IOException {
        this.name = name;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** @param taken is given one connection after the other, and keeps the next waiting meanwhile */
    public void listen(Consumer<Socket> taken) {
        start(() -> {
            try {
                while (true) {
                    taken.accept(socket.accept());
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    /** Does that on another thread. */
    public Thread start(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The connections stay open. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
