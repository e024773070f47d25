package org.plankton.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.image.Fault;

/**
 * How fast a client has to send and take bytes at least: who is slower keeps a thread of the container, and what else
 * a transfer needs, for nothing. Only the time counts in which the client is waited for. That a client is silent
 * altogether is the container's to notice.
 *
 * @param bytesPerSecond 0: any
 */
public record LeastRate(long bytesPerSecond) {
    public static final LeastRate ANY = new LeastRate(0);

    /** Of waiting, over which the rate is an average: a client may well be held up for a moment. */
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    /** What opens a stream as soon as it is read. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * A client's bytes as they come.
     *
     * @throws Fault of reading: TOO_SLOW if they come too slowly
     */
    InputStream paced(Source source) {
        return new Paced(source);
    }

    /** Counts one direction of one exchange. */
    final class Meter {
        private long waited;
        private long passed;

        /** Whether the client is too slow, now that so many bytes have passed after so many nanoseconds. */
        boolean isTooSlow(long bytes, long nanos) {
            waited += nanos;
            passed += bytes;
            if (waited < WINDOW) {
                return false;
            }
            boolean isTooSlow = passed < (double) bytesPerSecond * waited / TimeUnit.SECONDS.toNanos(1);
            waited = 0;
            passed = 0;
            return isTooSlow;
        }
    }

    private final class Paced extends InputStream {
        private final Source source;
        private final Meter meter = new Meter();
        private InputStream bytes;

        Paced(Source source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (bytes == null) {
                bytes = source.open();
            }
            long start = System.nanoTime();
            int count = bytes.read(buffer, offset, length);
            if (meter.isTooSlow(Math.max(0, count), System.nanoTime() - start) && count >= 0) {
                throw new Fault(
                        Fault.Kind.TOO_SLOW,
                        "the body comes too slowly: fewer than " + bytesPerSecond
                                + " bytes a second; send it over a faster connection");
            }
            return count;
        }
    }
}
