package org.plankton.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rest of a request's body, behind its answer, read for nobody until it ends, fails, takes too long, or is too
 * much. No thread waits for it.
 */
final class DiscardedBody implements ReadListener, AsyncListener {
    /** As long as a client may take from being answered to reading that. */
    private static final long PATIENCE_MILLIS = 5_000;

    /** Everybody's: nobody reads what is in it. */
    private static final byte[] BUFFER = new byte[8 << 10];

    /** So that whoever sends without an end, or byte by byte, does not keep a processor busy for that time. */
    private static final int MOST_READS = 1 << 15;

    /** Whoever sends more than that has to look for the answer meanwhile. */
    private static final long MOST_BYTES = 16 << 20;

    private final ServletInputStream body;
    private final AsyncContext request;
    private final boolean isJetty;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final long start = System.nanoTime();
    private int reads;
    private long bytes;

    /**
     * @param isJetty whether a request that is over while more of its body comes just ends its connection. Tomcat's
     *     would have a thread wait for the rest, so there the request is not over before the body is; it fails at the
     *     first byte that comes too late, or when none comes for as long as Tomcat bears that
     */
    DiscardedBody(ServletInputStream body, AsyncContext request, boolean isJetty) {
        this.body = body;
        this.request = request;
        this.isJetty = isJetty;
        request.setTimeout(isJetty ? PATIENCE_MILLIS : 0);
        request.addListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.isReady()) {
            int read = body.read(BUFFER);
            if (read < 0) {
                return;
            }
            bytes += read;
            if (++reads == MOST_READS || bytes > MOST_BYTES || isLate()) {
                giveUp();
                return;
            }
        }
    }

    private boolean isLate() {
        return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    }

    private void giveUp() throws IOException {
        if (!isJetty) {
            throw new IOException("the client goes on sending what has been refused");
        }
        end();
    }

    private void end() {
        if (isOver.compareAndSet(false, true)) {
            request.complete();
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    /** The client is gone. Tomcat tells the other listener, too, behind which it would still write an error's page. */
    @Override
    public void onError(Throwable failure) {
        if (isJetty) {
            end();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
