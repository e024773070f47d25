package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.plankton.registry.image.Fault;

/**
 * Asks one service by HTTP, and gives up in time: an exchange takes at most so long from its first byte to its last,
 * however slowly the answer trickles in, and an answer has at most so many bytes. Redirects are not followed, cookies
 * not kept, bodies not unpacked.
 */
public final class BoundedHttpClient implements AutoCloseable {
    private static final int CONNECTIONS = 32;
    private static final int BODY_BYTES = 1 << 20;

    private final RemoteService service;
    private final Duration deadline;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;

    /** @param deadline for one whole exchange */
    public BoundedHttpClient(RemoteService service, Duration deadline) {
        this.service = service;
        this.deadline = deadline;
        this.timer = Clients.timer(service.name());
        this.client = Clients.keepingConnections(CONNECTIONS, deadline);
    }

    /** @param body at most 1 MiB */
    public record Answer(RemoteService from, int status, Header[] headers, byte[] body) {
        /** @throws IOException if there is no whole answer, or it is too long */
        static Answer read(RemoteService from, ClassicHttpResponse response) throws IOException {
            byte[] body = response.getEntity() == null ? new byte[0] : body(response);
            return new Answer(from, response.getCode(), response.getHeaders(), body);
        }

        private static byte[] body(ClassicHttpResponse response) throws IOException {
            try (InputStream content = response.getEntity().getContent()) {
                byte[] body = content.readNBytes(BODY_BYTES + 1);
                if (body.length > BODY_BYTES) {
                    response.close(); // rather than read the rest
                    throw new IOException("the answer has more than " + BODY_BYTES + " bytes");
                }
                return body;
            }
        }

        /**
         * The header's value, or empty.
         *
         * @throws Fault UNAVAILABLE if it is there several times and says different things
         */
        public Optional<String> header(String name) {
            List<String> values = Arrays.stream(headers)
                    .filter(header -> header.getName().equalsIgnoreCase(name))
                    .map(NameValuePair::getValue)
                    .distinct()
                    .toList();
            if (values.size() > 1) {
                throw from.unreliable("contradicts itself in " + name);
            }
            return values.stream().findFirst();
        }
    }

    public RemoteService service() {
        return service;
    }

    /** @throws Fault UNAVAILABLE if there is no whole answer in time, or it is too long */
    public Answer exchange(HttpUriRequestBase request) {
        return exchange(request, deadline);
    }

    /**
     * @param time for this exchange, where it is not the usual
     * @throws Fault UNAVAILABLE if there is no whole answer in time, or it is too long
     */
    public Answer exchange(HttpUriRequestBase request, Duration time) {
        Future<?> end = timer.schedule(request::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> Answer.read(service, response));
        } catch (IOException e) {
            throw service.silent(e);
        } catch (IllegalStateException e) {
            if (request.isCancelled()) { // between two steps of the client's, which it does not take for a failure
                throw service.silent(e);
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
