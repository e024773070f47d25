package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Tells a body's type only where there is a body: clients of OpenStack parse whatever says that it is JSON, and nothing
 * at all is no JSON. So a Content-Type is kept back until the first byte is written, and for ever in an answer to HEAD.
 *
 * <p>No bytes are a good {@code application/octet-stream}, though, the bytes of an empty image, which clients take for
 * what they asked for by its type alone.
 */
public final class ContentTypeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new Typed(response, request.getMethod().equals("HEAD")));
    }

    private static final class Typed extends HttpServletResponseWrapper {
        private static final String HEADER = "Content-Type";
        private static final String BYTES = "application/octet-stream";

        private final boolean isHead;

        /** Null if there is none, or it has been told. */
        private String kept;

        private Body body;

        Typed(HttpServletResponse response, boolean isHead) {
            super(response);
            this.isHead = isHead;
        }

        @Override
        public void setContentType(String type) {
            if (isHead) {
                return;
            }
            kept = BYTES.equals(type) ? null : type;
            super.setContentType(BYTES.equals(type) ? type : null);
        }

        @Override
        public void setHeader(String name, String value) {
            if (name.equalsIgnoreCase(HEADER)) {
                setContentType(value);
            } else {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(HEADER)) {
                setContentType(value);
            } else {
                super.addHeader(name, value);
            }
        }

        @Override
        public String getContentType() {
            return kept == null ? super.getContentType() : kept;
        }

        @Override
        public void reset() {
            kept = null;
            super.reset();
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (body == null) {
                body = new Body(super.getOutputStream());
            }
            return body;
        }

        /** Whoever asks for it is about to write, and what characters become depends on the type. */
        @Override
        public PrintWriter getWriter() throws IOException {
            tellType();
            return super.getWriter();
        }

        private void tellType() {
            if (kept != null) {
                super.setContentType(kept);
                kept = null;
            }
        }

        private final class Body extends ForwardingOutputStream {
            Body(ServletOutputStream sent) {
                super(sent);
            }

            @Override
            public void write(int octet) throws IOException {
                tellType();
                sent.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > 0) {
                    tellType();
                }
                sent.write(bytes, offset, length);
            }
        }
    }
}
