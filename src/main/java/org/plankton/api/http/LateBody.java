package org.plankton.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body of JSON that comes while nobody waits for it. Once it has ended, failed, grown too long or taken too long, its
 * request begins anew.
 */
final class LateBody implements ReadListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(LateBody.class);

    /** Containers look once a second, and it is not to be more than ten. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int BUFFER = 8 << 10;

    /** So that whoever sends without an end, or byte by byte, does not keep a processor busy for that time. */
    private static final int MOST_READS = 1 << 15;

    private final ServletInputStream body;
    private final ByteArrayOutputStream bytes;
    private final Turn turn;
    private final boolean isJetty;
    private final AtomicBoolean isHandedOn = new AtomicBoolean();
    private final byte[] buffer = new byte[BUFFER];
    private AsyncContext request;
    private int reads;
    private volatile boolean isOver;
    private volatile boolean isRefused;
    private volatile Throwable failure;

    /** What is made of all that comes once the request has been answered; null before. */
    private volatile DiscardedBody rest;

    /**
     * @param bytes what has been read of it
     * @param turn ends with the wait for it
     * @param isJetty whether what comes behind an answer can be thrown away; in Tomcat that has to be before
     */
    LateBody(ServletInputStream body, ByteArrayOutputStream bytes, Turn turn, boolean isJetty) {
        this.body = body;
        this.bytes = bytes;
        this.turn = turn;
        this.isJetty = isJetty;
    }

    static Fault tooSlow() {
        return new Fault(
                Fault.Kind.TOO_SLOW,
                "the body did not come within " + PATIENCE.toSeconds() + " seconds; send it in one go");
    }

    void begin(AsyncContext context) {
        request = context;
        context.setTimeout(PATIENCE.toMillis());
        context.addListener(this);
        body.setReadListener(this);
    }

    /** Whether no more will come. */
    boolean isOver() {
        return isOver;
    }

    /** The request with this as its body, whatever of it has come. */
    HttpServletRequest of(HttpServletRequest anew) {
        return new HttpServletRequestWrapper(anew) {
            @Override
            public ServletInputStream getInputStream() {
                return new LazyBody(LateBody.this::received);
            }
        };
    }

    /** @throws Fault OVER_LIMIT if it is longer than a body may be; TOO_SLOW if it has not come in time */
    private InputStream received() throws IOException {
        if (failure != null) {
            throw new IOException("the client went away", failure);
        }
        if (bytes.size() > JsonReader.LONGEST) {
            throw JsonReader.tooLong();
        }
        if (!isOver) {
            throw tooSlow();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** What is still to come once the request has been answered; in Jetty. */
    void discard(AsyncContext context) throws IOException {
        rest = new DiscardedBody(body, context, true);
        rest.onDataAvailable();
    }

    @Override
    public void onDataAvailable() throws IOException {
        if (rest != null) {
            rest.onDataAvailable();
            return;
        }
        while (body.isReady()) {
            int count = body.read(buffer);
            if (count < 0) {
                return;
            }
            if (bytes.size() <= JsonReader.LONGEST) {
                bytes.write(buffer, 0, count);
            }
            if (isJetty && bytes.size() > JsonReader.LONGEST || ++reads == MOST_READS) {
                handOn();
                return;
            }
        }
    }

    @Override
    public void onAllDataRead() {
        isOver = true;
        if (rest != null) {
            rest.onAllDataRead();
        } else {
            handOn();
        }
    }

    /** The client is gone. */
    @Override
    public void onError(Throwable thrown) {
        isOver = true;
        if (rest != null) {
            rest.onError(thrown);
        } else if (isJetty) {
            failure = thrown;
            handOn();
        } else if (isHandedOn.compareAndSet(false, true)) {
            refuse();
        }
    }

    /** In Tomcat nothing begins anew behind an error, but an answer may still be sent. */
    private void refuse() {
        turn.close();
        isRefused = true;
        HttpServletResponse response = (HttpServletResponse) request.getResponse();
        try {
            FaultWriter.write(Refusals.malformed("the body is malformed, or was cut off"), true, response);
            AccessLogFilter.tellWhatIsAnswered(request.getRequest(), response);
            response.flushBuffer();
        } catch (IOException e) {
            LOG.trace("nobody is there", e);
        }
    }

    private void handOn() {
        if (isHandedOn.compareAndSet(false, true)) {
            turn.close();
            request.dispatch();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        handOn();
    }

    @Override
    public void onError(AsyncEvent event) {
        turn.close();
        if (isRefused) {
            request.complete(); // or Tomcat would write an error's page, too
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        turn.close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
