package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes what the clients of this package work with. None follows redirects, keeps cookies or unpacks bodies. */
final class Clients {
    static final Duration CONNECT = Duration.ofSeconds(1);

    /** Of one header: an object that is shared with many has a long one. */
    private static final int HEADER_BYTES = 1 << 16;

    private static final int HEADERS = 400;

    private static final String BODY = "plankton.body";

    private Clients() {}

    /**
     * Keeps connections for the next exchange.
     *
     * @param timeout for one whole exchange
     */
    static CloseableHttpClient keepingConnections(int connections, Duration timeout) {
        return builder(ManagedHttpClientConnectionFactory.builder(), connections, timeout, timeout)
                .build();
    }

    /**
     * Makes a connection for each exchange, as one that the other side has just given up would fail an upload, which
     * cannot be repeated. Request bodies frame themselves, and end early where the answer comes early.
     *
     * @param wait at most for one of the connections
     * @param silence of the other side that is borne
     */
    static CloseableHttpClient streaming(int connections, Duration wait, Duration silence) {
        ManagedHttpClientConnectionFactory.Builder factory = ManagedHttpClientConnectionFactory.builder()
                // Whatever is written is passed on as it is, and closing adds nothing to it.
                .outgoingContentLengthStrategy(message -> Long.MAX_VALUE)
                .responseOutOfOrderStrategy(new EarlyResponse());
        return builder(factory, connections, wait, silence)
                .setRequestExecutor(new Introduction())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .build();
    }

    /** For a request that has that body, of a {@link #streaming} client. */
    static HttpClientContext toSend(StreamedBody body) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(BODY, body);
        return context;
    }

    private static HttpClientBuilder builder(
            ManagedHttpClientConnectionFactory.Builder factory, int connections, Duration wait, Duration silence) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(factory.http1Config(Http1Config.custom()
                                        .setMaxLineLength(HEADER_BYTES)
                                        .setMaxHeaderCount(HEADERS)
                                        .build())
                                .build())
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(Timeout.of(silence))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(1)) // so that a change of address is noticed
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(wait))
                        .setResponseTimeout(Timeout.of(silence))
                        .build())
                .setRetryStrategy(new OnceIfHarmless())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("plankton");
    }

    /** For the deadlines of exchanges with {@code service}. */
    static ScheduledExecutorService timer(String service) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "plankton deadlines: " + service);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Asks again, once, where the other side cannot have heard the request: it was not reached, or it had closed a
     * connection that was kept from an earlier exchange; or where it does not matter, as when it resets such a
     * connection, which it may do in the middle of what it has heard.
     */
    private static final class OnceIfHarmless implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int times, HttpContext context) {
            return times <= 1
                    && (failure instanceof NoHttpResponseException
                            || failure instanceof HttpHostConnectException
                            || failure instanceof SocketException && Method.isSafe(request.getMethod()));
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

    /** Tells a body which connection it goes out by. */
    private static final class Introduction extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback callback,
                HttpContext context)
                throws IOException, HttpException {
            if (context.getAttribute(BODY) instanceof StreamedBody body
                    && connection instanceof ManagedHttpClientConnection managed) {
                body.goesOutBy(managed.getSocket());
            }
            return super.execute(request, connection, callback, context);
        }
    }

    /** Looks before each write whether there is an answer already. */
    private static final class EarlyResponse implements ResponseOutOfOrderStrategy {
        /** Looking through TLS takes a millisecond each time, and would halve the speed where there is none. */
        private static final ResponseOutOfOrderStrategy THROUGH_TLS =
                new MonitoringResponseOutOfOrderStrategy(1 << 18, Integer.MAX_VALUE);

        @Override
        public boolean isEarlyResponseDetected(
                ClassicHttpRequest request, HttpClientConnection connection, InputStream in, long sent, long next)
                throws IOException {
            return in.available() > 0
                    || connection.getSSLSession() != null
                            && THROUGH_TLS.isEarlyResponseDetected(request, connection, in, sent, next);
        }
    }
}
