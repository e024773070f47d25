package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Ends an answer that its client takes more slowly than the least rate: a list, or an image's bytes. */
public final class TakenFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

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
