package org.plankton.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.plankton.registry.image.Fault;

/**
 * Asks one service by HTTP, and gives up in time: an exchange takes at most so long from its first byte to its last,
 * however slowly the answer trickles in, and an answer has at most 1 MiB. Redirects are not followed, cookies not kept,
 * bodies not unpacked.
 */
public final class BoundedHttpClient implements AutoCloseable {
    /** Who asks while so many others do waits for one of them to end, for as long as an exchange may take. */
    public static final int CONNECTIONS = 32;

    private final RemoteService service;
    private final Duration timeout;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;

    /** @param timeout for one whole exchange */
    public BoundedHttpClient(RemoteService service, Duration timeout) {
        this.service = service;
        this.timeout = timeout;
        this.timer = Clients.timer(service.name());
        this.client = Clients.keepingConnections(CONNECTIONS, timeout);
    }

    public RemoteService service() {
        return service;
    }

    /** @throws Fault UNAVAILABLE if there is no whole answer in time, or it is too long */
    public Response exchange(HttpUriRequestBase request) {
        return exchange(request, timeout);
    }

    /**
     * @param time for this exchange, where it is not the usual
     * @throws Fault UNAVAILABLE if there is no whole answer in time, or it is too long
     */
    public Response exchange(HttpUriRequestBase request, Duration time) {
        try {
            return send(request, time);
        } catch (IOException e) {
            throw service.silent(e);
        }
    }

    /**
     * The same for whoever tells of failures in their own way.
     *
     * @throws IOException if there is no whole answer in time, or it is too long
     */
    Response send(HttpUriRequestBase request, Duration time) throws IOException {
        Future<?> end = timer.schedule(request::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, incoming -> Response.read(service, incoming));
        } catch (IllegalStateException e) {
            if (request.isCancelled()) { // between two steps of the client's, which it does not take for a failure
                throw new IOException(e);
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }
}
