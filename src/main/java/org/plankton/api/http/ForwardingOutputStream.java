package org.plankton.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Does what another stream does, except that its subclass says how what is written goes there. */
abstract class ForwardingOutputStream extends ServletOutputStream {
    final ServletOutputStream sent;

    ForwardingOutputStream(ServletOutputStream sent) {
        this.sent = sent;
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public void flush() throws IOException {
        sent.flush();
    }

    @Override
    public void close() throws IOException {
        sent.close();
    }

    @Override
    public boolean isReady() {
        return sent.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        sent.setWriteListener(listener);
    }
}
