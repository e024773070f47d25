package org.plankton.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The rest of a request's body, read for nobody, until it ends, fails, takes too long, or is too much. */
final class DiscardedBody implements ReadListener, AsyncListener {
    /** As long as a client may take from being answered to reading that. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final int BUFFER = 8 << 10;

    /** So that whoever sends without an end, or byte by byte, does not keep a processor busy for that time. */
    private static final int MOST_READS = 1 << 15;

    private final ServletInputStream body;
    private final AsyncContext request;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final byte[] buffer = new byte[BUFFER];
    private int reads;

    DiscardedBody(ServletInputStream body, AsyncContext request) {
        this.body = body;
        this.request = request;
    }

    void begin() {
        request.setTimeout(PATIENCE_MILLIS);
        request.addListener(this);
        body.setReadListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.isReady() && body.read(buffer) >= 0) {
            if (++reads == MOST_READS) {
                end();
                return;
            }
        }
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

    @Override
    public void onError(Throwable failure) {
        end(); // the client is gone
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
