package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.plankton.registry.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one service by HTTP, and gives up in time: an exchange takes at most so long from its first byte to its last, however
 * slowly the answer trickles in, and an answer has at most so many bytes. Redirects are not followed, cookies not kept, bodies
 * not unpacked.
 */
public final class BoundedHttpClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedHttpClient.class);
    private static final Timeout CONNECT = Timeout.ofSeconds(1);
    private static final int CONNECTIONS = 32;
    private static final int BODY_BYTES = 1 << 20;

    /** Of one header: an object that is shared with many has a long one. */
    private static final int HEADER_BYTES = 1 << 16;

    private static final int HEADERS = 400;

    private final String service;
    private final Duration deadline;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;

    /**
     * @param service what clients are told does not answer
     * @param deadline for one whole exchange
     */
    public BoundedHttpClient(String service, Duration deadline) {
        this.service = service;
        this.deadline = deadline;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "plankton deadlines: " + service);
            thread.setDaemon(true);
            return thread;
        });
        Timeout timeout = Timeout.of(deadline);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(HEADER_BYTES)
                                        .setMaxHeaderCount(HEADERS)
                                        .build())
                                .build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(timeout)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(1)) // so that a change of address is noticed
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .build())
                .setRetryStrategy(new OnceIfUnheard())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("plankton")
                .build();
    }

    /** @param body at most 1 MiB */
    public record Answer(int status, Header[] headers, byte[] body) {
        /** The header's value, or empty. */
        public Optional<String> header(String name) {
            for (Header header : headers) {
                if (header.getName().equalsIgnoreCase(name)) {
                    return Optional.of(header.getValue());
                }
            }
            return Optional.empty();
        }
    }

    /** @throws Fault UNAVAILABLE if there is no whole answer in time, or it is too long */
    public Answer exchange(HttpUriRequestBase request) {
        Future<?> end = timer.schedule(request::cancel, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, this::answer);
        } catch (IOException e) {
            LOG.warn("{} at {} does not answer: {}", service, request.getAuthority(), e.toString());
            throw new Fault(Fault.Kind.UNAVAILABLE, service + " does not answer; try again", e);
        } finally {
            end.cancel(false);
        }
    }

    private Answer answer(ClassicHttpResponse response) throws IOException {
        byte[] body = response.getEntity() == null ? new byte[0] : read(response);
        return new Answer(response.getCode(), response.getHeaders(), body);
    }

    private byte[] read(ClassicHttpResponse response) throws IOException {
        try (InputStream content = response.getEntity().getContent()) {
            byte[] body = content.readNBytes(BODY_BYTES + 1);
            if (body.length > BODY_BYTES) {
                response.close(); // rather than read the rest
                throw new IOException(service + " answered with more than " + BODY_BYTES + " bytes");
            }
            return body;
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }

    /**
     * Asks again, once, where the other side cannot have heard the request: it was not reached, or it had closed a connection
     * that was kept from an earlier exchange.
     */
    private static final class OnceIfUnheard implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int times, HttpContext context) {
            return times <= 1
                    && (failure instanceof NoHttpResponseException || failure instanceof HttpHostConnectException);
        }

        @Override
        public boolean retryRequest(HttpResponse response, int times, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int times, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }
}
