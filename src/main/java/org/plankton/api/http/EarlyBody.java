package org.plankton.api.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/** A request with as much of its body as has come with it. It is read by one thread. */
final class EarlyBody extends HttpServletRequestWrapper {
    /** Of a request: this. */
    static final String NAME = EarlyBody.class.getName();

    private static final int BUFFER = 8 << 10;

    private final Turns turns;
    private final Turns readings;
    private final LeastRate leastRate;
    private final ByteArrayOutputStream soFar = new ByteArrayOutputStream();
    private Turn turn;

    /**
     * @param turns to be waited for
     * @param readings turns to be read by a thread that waits
     */
    EarlyBody(HttpServletRequest request, Turns turns, Turns readings, LeastRate leastRate) {
        super(request);
        this.turns = turns;
        this.readings = readings;
        this.leastRate = leastRate;
    }

    /** Whether somebody wanted to read it who has to wait. */
    boolean isAwaited() {
        return turn != null;
    }

    /** Null unless it is awaited. */
    Turn turn() {
        return turn;
    }

    /** Nobody waits for it any longer. */
    void giveUp() {
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    /** What has been read of it. */
    ByteArrayOutputStream soFar() {
        return soFar;
    }

    /** All of it, as it comes; for who has not begun to read it otherwise. */
    InputStream bytes() {
        return leastRate.paced(() -> getRequest().getInputStream());
    }

    /** Not asked of the container before it is read: that alone makes some tell the client to go on. */
    @Override
    public ServletInputStream getInputStream() {
        return new LazyBody(this::whole);
    }

    /**
     * All of it.
     *
     * @throws BodyAwaited if it is not there yet
     * @throws Fault OVER_LIMIT if it is longer than a body may be; UNAVAILABLE if too many are waited for; TOO_SLOW if
     *     its client waits to be told to go on, and then hardly does
     */
    private InputStream whole() throws IOException {
        long length = getContentLengthLong();
        if (length > JsonReader.LONGEST) {
            throw JsonReader.tooLong();
        }
        if (!isAwaited()) {
            readWhatIsThere(length);
            if (soFar.size() == length) {
                return new ByteArrayInputStream(soFar.toByteArray());
            }
            if (getHeader("Expect") != null) {
                return read();
            }
            turn = take(turns);
        }
        throw BodyAwaited.by(this);
    }

    private Turn take(Turns some) {
        return some.take(account(), Duration.ZERO)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "too many requests wait for their bodies; send headers and body at once, and try again"));
    }

    /**
     * By this thread: Tomcat tells a client that waits for that to go on only where one reads. Who then says nothing at
     * all is waited for as long as the container bears that.
     */
    private InputStream read() throws IOException {
        long end = System.nanoTime() + LateBody.PATIENCE.toNanos();
        Turn reading = take(readings);
        try (reading) {
            InputStream body = getRequest().getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                soFar.write(buffer, 0, count);
                if (soFar.size() > JsonReader.LONGEST) {
                    throw JsonReader.tooLong();
                }
                if (System.nanoTime() > end) {
                    throw LateBody.tooSlow();
                }
            }
            return new ByteArrayInputStream(soFar.toByteArray());
        } catch (IOException e) {
            if (System.nanoTime() > end) {
                throw LateBody.tooSlow();
            }
            throw e;
        }
    }

    /** Only as much as the container has already: asked for more it would wait. */
    private void readWhatIsThere(long length) throws IOException {
        InputStream body = getRequest().getInputStream();
        int there = body.available();
        while (there > 0 && soFar.size() < length) {
            byte[] bytes = new byte[(int) Math.min(there, length - soFar.size())];
            int count = body.read(bytes);
            if (count < 0) {
                return;
            }
            soFar.write(bytes, 0, count);
            there = body.available();
        }
    }

    private String account() {
        return getAttribute(Tokens.ACCOUNT) instanceof String account ? account : "";
    }
}
