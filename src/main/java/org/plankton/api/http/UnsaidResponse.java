package org.plankton.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** A response that nothing more is said in once the request's body is awaited: the answer is still to come. */
final class UnsaidResponse extends HttpServletResponseWrapper {
    private final EarlyBody body;

    UnsaidResponse(HttpServletResponse response, EarlyBody body) {
        super(response);
        this.body = body;
    }

    @Override
    public void setStatus(int status) {
        if (!body.isAwaited()) {
            super.setStatus(status);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (!body.isAwaited()) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!body.isAwaited()) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setContentType(String type) {
        if (!body.isAwaited()) {
            super.setContentType(type);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!body.isAwaited()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (!body.isAwaited()) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (!body.isAwaited()) {
            super.sendError(status);
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return body.isAwaited() ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!body.isAwaited()) {
            super.flushBuffer();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return body.isAwaited() ? new Nowhere() : super.getOutputStream();
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int octet) {
            // for nobody
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("nothing is written");
        }
    }
}
