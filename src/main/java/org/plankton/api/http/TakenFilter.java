package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Ends an answer that its client takes more slowly than the least rate: a list, an image's bytes, a document. Those
 * that a connection takes at once are none of its business.
 */
public final class TakenFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Bytes that are written at once: how fast they are taken is seen behind each. */
    private static final int AT_ONCE = 16 << 10;

    private final transient LeastRate leastRate;

    public TakenFilter(LeastRate leastRate) {
        this.leastRate = leastRate;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new Paced(response, leastRate));
    }

    private static final class Paced extends HttpServletResponseWrapper {
        private final LeastRate leastRate;
        private ServletOutputStream body;

        Paced(HttpServletResponse response, LeastRate leastRate) {
            super(response);
            this.leastRate = leastRate;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (body == null) {
                body = new Body(super.getOutputStream());
            }
            return body;
        }

        private final class Body extends ForwardingOutputStream {
            private final LeastRate.Meter meter = leastRate.new Meter();

            Body(ServletOutputStream sent) {
                super(sent);
            }

            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += AT_ONCE) {
                    writeAtOnce(bytes, offset + done, Math.min(AT_ONCE, length - done));
                }
            }

            private void writeAtOnce(byte[] bytes, int offset, int length) throws IOException {
                long start = System.nanoTime();
                sent.write(bytes, offset, length);
                if (meter.isTooSlow(length, System.nanoTime() - start)) {
                    throw new IOException(
                            "the client takes fewer than " + leastRate.bytesPerSecond() + " bytes a second");
                }
            }
        }
    }
}
