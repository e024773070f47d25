package org.plankton.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a service whether it is there, by a question that costs it little, and whose answer nobody else would give. It
 * has a connection of its own: that all others are taken says nothing of the service. The log is told when it is found
 * otherwise than before.
 */
public final class Probe implements AutoCloseable {
    /** By which the service may know these questions from those that somebody waits for. */
    public static final String USER_AGENT = "plankton-health";

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final RemoteService service;
    private final Duration timeout;
    private final Supplier<HttpUriRequestBase> question;
    private final Predicate<Response> isItsOwn;
    private final BoundedHttpClient http;
    private boolean isThere = true;
    private volatile boolean isClosed;

    /**
     * @param timeout for one whole question
     * @param isItsOwn whether an answer is one that only this service would give
     */
    public Probe(
            RemoteService service,
            Duration timeout,
            Supplier<HttpUriRequestBase> question,
            Predicate<Response> isItsOwn) {
        this.service = service;
        this.timeout = timeout;
        this.question = question;
        this.isItsOwn = isItsOwn;
        this.http = new BoundedHttpClient(service, timeout);
    }

    /** Asks; false if there is no whole answer in time, or one that is not the service's own. One thread may ask. */
    public boolean answers() {
        Optional<String> trouble = trouble();
        if (!isClosed) {
            tell(trouble);
        }
        return trouble.isEmpty();
    }

    private Optional<String> trouble() {
        HttpUriRequestBase request = question.get();
        request.setHeader("User-Agent", USER_AGENT);
        try {
            Response response = http.send(request, timeout);
            return isItsOwn.test(response)
                    ? Optional.empty()
                    : Optional.of("gives an answer that is not its own: " + response.status());
        } catch (IOException e) {
            return Optional.of("does not answer: " + RemoteService.reason(e));
        } catch (IllegalStateException e) {
            if (isClosed) { // which the client takes for a fault of ours
                return Optional.of("is asked no more");
            }
            throw e;
        }
    }

    private void tell(Optional<String> trouble) {
        if (isThere && trouble.isPresent()) {
            LOG.warn("{} at {} ({}) {}", service.name(), service.address(), service.setting(), trouble.get());
        } else if (!isThere && trouble.isEmpty()) {
            LOG.info("{} at {} answers again", service.name(), service.address());
        }
        isThere = trouble.isEmpty();
    }

    /** Also ends a question that is being asked. */
    @Override
    public void close() throws IOException {
        isClosed = true;
        http.close();
    }
}
