package org.plankton.objects;

import java.io.InputStream;
import java.util.Optional;
import org.plankton.http.StreamingHttpClient.Download;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.StoredBytes;

/** Bytes that are still being fetched. */
record Fetched(Download download, long length, Optional<ByteRange> range, StoredObject object) implements StoredBytes {
    @Override
    public InputStream stream() {
        return download.body();
    }

    @Override
    public void close() {
        download.close();
    }
}
