package org.plankton.api.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is opened when it is first read, by who waits for nothing: all of it is there then, or that fails. */
final class LazyBody extends ServletInputStream {
    private final LeastRate.Source source;
    private InputStream opened;

    LazyBody(LeastRate.Source source) {
        this.source = source;
    }

    private InputStream opened() throws IOException {
        if (opened == null) {
            opened = source.open();
        }
        return opened;
    }

    @Override
    public int read() throws IOException {
        return opened().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return opened().read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("read by who waits for nothing");
    }
}
