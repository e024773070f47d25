package org.plankton.metrics;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.plankton.metrics.TransferMeters.Transfer;

/** A transfer's bytes, which are counted as they are read. */
final class MeasuredStream extends FilterInputStream {
    private final Transfer transfer;
    private long count;
    private boolean isBroken;

    MeasuredStream(InputStream bytes, Transfer transfer) {
        super(bytes);
        this.transfer = transfer;
    }

    /** How many have been read. */
    long count() {
        return count;
    }

    /** Whether reading has failed. */
    boolean isBroken() {
        return isBroken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        boolean isRead = false;
        try {
            int read = in.read(bytes, offset, length);
            isRead = true;
            note(Math.max(read, 0));
            return read;
        } finally {
            isBroken |= !isRead;
        }
    }

    @Override
    public long skip(long most) throws IOException {
        long skipped = in.skip(most);
        note(skipped);
        return skipped;
    }

    private void note(long more) {
        count += more;
        transfer.count(more);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
