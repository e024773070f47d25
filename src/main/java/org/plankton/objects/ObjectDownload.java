package org.plankton.objects;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plankton.http.Response;
import org.plankton.http.StreamingHttpClient.Download;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.StoredBytes;

/** Bytes of an object that are still being fetched. */
record ObjectDownload(Download download, long length, Optional<ByteRange> range, StoredObject object)
        implements StoredBytes {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /**
     * What has come; empty if there is no object, or none that the caller may read.
     *
     * @param range what was asked for; empty: all
     * @param object makes of a response and the object's size what is known of it
     * @throws Fault OUT_OF_RANGE if the object has none of these bytes; those of {@link StoreResponses#found}
     */
    static Optional<StoredBytes> of(
            Download download, Optional<ByteRange> range, BiFunction<Response, Long, StoredObject> object) {
        Response response = download.head();
        return switch (response.status()) {
            case 206 -> Optional.of(part(download, response, range, object));
            case 416 ->
                throw new Fault(Fault.Kind.OUT_OF_RANGE, "the file does not have all the bytes that are asked for");
            default ->
                StoreResponses.found(response).map(whole -> {
                    long size = StoreResponses.length(whole);
                    return new ObjectDownload(download, size, Optional.empty(), object.apply(whole, size));
                });
        };
    }

    private static ObjectDownload part(
            Download download,
            Response response,
            Optional<ByteRange> asked,
            BiFunction<Response, Long, StoredObject> object) {
        Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw response.from().unreliable("did not say which part of an object it sent");
        }
        ByteRange part = new ByteRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        long size = Long.parseLong(range.group(3));
        if (!asked.map(some -> cut(some, size)).equals(Optional.of(part))) {
            throw response.from().unreliable("sent a part of an object that was not asked for");
        }
        long length = StoreResponses.length(response);
        if (length != part.last() - part.first() + 1) {
            throw response.from().unreliable("sent another part of an object than it said");
        }
        return new ObjectDownload(download, length, Optional.of(part), object.apply(response, size));
    }

    /** What there is of it in an object of that size. */
    private static ByteRange cut(ByteRange range, long size) {
        return new ByteRange(range.first(), Math.min(range.last(), size - 1));
    }

    @Override
    public InputStream stream() {
        return download.body();
    }

    @Override
    public void close() {
        download.close();
    }
}
