package org.plankton.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.plankton.metrics.TransferMeters.End;
import org.plankton.metrics.TransferMeters.Transfer;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.StoredBytes;

/** Bytes on their way out of the object store, which are counted as they are read. */
final class MeasuredBytes implements StoredBytes {
    private final StoredBytes bytes;
    private final Transfer transfer;
    private final MeasuredStream stream;

    MeasuredBytes(StoredBytes bytes, Transfer transfer) {
        this.bytes = bytes;
        this.transfer = transfer;
        this.stream = new MeasuredStream(bytes.stream(), transfer);
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public long length() {
        return bytes.length();
    }

    @Override
    public Optional<ByteRange> range() {
        return bytes.range();
    }

    @Override
    public StoredObject object() {
        return bytes.object();
    }

    @Override
    public void close() throws IOException {
        try {
            bytes.close();
        } finally {
            transfer.end(end());
        }
    }

    private End end() {
        if (stream.isBroken()) {
            return End.FAILED;
        }
        return stream.count() >= length() ? End.COMPLETE : End.CUT_OFF;
    }
}
