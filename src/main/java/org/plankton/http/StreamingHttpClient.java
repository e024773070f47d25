package org.plankton.http;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings bytes to one service and fetches them, as they come and however many they are. A transfer may take as long as
 * it likes, but is given up when the service is silent: when for so long it sends nothing, takes nothing, or has
 * everything and does not answer. Bytes are never held, nothing is sent twice, redirects are not followed.
 */
public final class StreamingHttpClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingHttpClient.class);
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final RemoteService service;
    private final Duration idle;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;

    /**
     * @param idle how long it may be silent
     * @param transfers how many there are at most at a time; another waits 2 seconds for one of them to end
     */
    public StreamingHttpClient(RemoteService service, Duration idle, int transfers) {
        this.service = service;
        this.idle = idle;
        this.timer = Clients.timer(service.name());
        this.client = Clients.streaming(transfers, WAIT, idle);
    }

    /**
     * Sends {@code bytes} as the request's body, with {@code Content-Length} or else chunked, and returns the answer,
     * whatever its status. The service has a complete body only once {@code bytes} have ended: until then the last of
     * them are held back, and where reading them fails the connection is cut. The stream is not closed.
     *
     * <p>The answer may come before the service has everything, and the rest is not sent then: its status is not 2xx.
     *
     * @param request without a body, {@code Content-Length} or {@code Transfer-Encoding}
     * @param length how many bytes there are; empty: as many as come
     * @throws IOException of {@code bytes}, that very one; or if they are more or fewer than {@code length}
     * @throws RuntimeException of {@code bytes}, that very one
     * @throws Fault UNAVAILABLE if there is no whole answer, it is too long, or there are too many transfers
     */
    public Response send(HttpUriRequestBase request, InputStream bytes, OptionalLong length) throws IOException {
        StreamedBody body = new StreamedBody(bytes, length, request::cancel);
        request.setEntity(body);
        HttpClientContext context = Clients.toSend(body);
        long nanos = idle.toNanos();
        Runnable look = () -> {
            try {
                if (body.silence() > nanos) {
                    request.cancel();
                } else {
                    body.endIfAnswered();
                }
            } catch (IOException e) {
                LOG.trace("closed meanwhile", e);
            }
        };
        Future<?> looking = timer.scheduleWithFixedDelay(look, nanos / 8, nanos / 8, TimeUnit.NANOSECONDS);
        try {
            Response response = client.execute(request, context, incoming -> Response.read(service, incoming));
            if (!body.isSent() && response.status() < 300) {
                throw new IOException("status " + response.status() + " before everything was sent");
            }
            return response;
        } catch (IOException | IllegalStateException e) {
            body.rethrowFailure();
            throw unavailable(e);
        } finally {
            looking.cancel(false);
        }
    }

    /**
     * Asks for bytes.
     *
     * @return the answer, whatever its status, for the caller to close
     * @throws Fault UNAVAILABLE if there is no answer, or there are too many transfers
     */
    public Download open(HttpUriRequestBase request) {
        // A head that trickles in would never be silent.
        long bound = WAIT.plus(Clients.CONNECT).plus(idle).toMillis();
        Future<?> end = timer.schedule(request::cancel, bound, TimeUnit.MILLISECONDS);
        try {
            return new Download(
                    service, request, client.executeOpen(RoutingSupport.determineHost(request), request, null));
        } catch (IOException | IllegalStateException e) {
            throw unavailable(e);
        } catch (HttpException e) {
            throw new IllegalArgumentException("a request without a host", e);
        } finally {
            end.cancel(false);
        }
    }

    /** @param e an IllegalStateException where the request was cancelled before it had a connection */
    private Fault unavailable(Exception e) {
        return e instanceof ConnectionRequestTimeoutException
                ? service.silent("there are too many transfers with " + service.name(), e)
                : service.silent(e);
    }

    /**
     * An answer whose body is still to be read. Closing it before its end cuts the connection, and nothing more is
     * sent.
     */
    public static final class Download implements Closeable {
        private final RemoteService from;
        private final HttpUriRequestBase request;
        private final ClassicHttpResponse response;
        private final InputStream body;

        private Download(RemoteService from, HttpUriRequestBase request, ClassicHttpResponse response)
                throws IOException {
            this.from = from;
            this.request = request;
            this.response = response;
            InputStream content = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
            this.body = new FilterInputStream(content) {
                @Override
                public void close() {
                    Download.this.close();
                }
            };
        }

        /** Status and headers, and no body. */
        public Response head() {
            return new Response(from, response.getCode(), response.getHeaders(), new byte[0]);
        }

        /** Fails with an IOException where the service is silent, or ends before it has sent what it announced. */
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            request.cancel(); // as closing the response alone would first read the rest
            try {
                response.close();
            } catch (IOException e) {
                LOG.trace("closed before its end", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }
}
