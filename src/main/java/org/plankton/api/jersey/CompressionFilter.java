package org.plankton.api.jersey;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.plankton.api.http.NoStoreFilter;

/**
 * Compresses lists for clients that ask for gzip. Jersey's own filter for that would compress every answer, unpack what
 * clients send, and end a list that was cut off as if it were whole.
 */
@Compressed
final class CompressionFilter implements ContainerResponseFilter {
    private static final String VARY = NoStoreFilter.VARY + ", " + HttpHeaders.ACCEPT_ENCODING;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400) {
            return;
        }
        String others = response.getHeaderString(HttpHeaders.VARY);
        response.getHeaders().putSingle(HttpHeaders.VARY, others == null ? VARY : VARY + ", " + others);
        if (response.hasEntity() && AcceptEncoding.asksForGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
            StreamingOutput list = output(response.getEntity());
            Runnable compressed = () -> response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
            response.setEntity((StreamingOutput) output -> write(list, new Body(output, compressed)));
        }
    }

    private static StreamingOutput output(Object list) {
        return list instanceof StreamingOutput streamed
                ? streamed
                : output -> output.write(list.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A list that fails is not ended, so that it cannot be unpacked as a whole. */
    private static void write(StreamingOutput list, Body body) throws IOException {
        try {
            list.write(body);
            body.finish();
        } finally {
            body.release();
        }
    }

    /** What is written is compressed as soon as it is so long that it is worth it; until then nothing is sent. */
    private static final class Body extends OutputStream {
        /** As many bytes go in a packet or two, compressed or not. */
        private static final int SHORT = 1024;

        private final OutputStream sent;
        private final Runnable compressed;
        private final ByteArrayOutputStream first = new ByteArrayOutputStream(SHORT);

        /** Null as long as nothing is sent. */
        private Gzip gzip;

        /** @param compressed is run before the first byte, if the body is compressed */
        Body(OutputStream sent, Runnable compressed) {
            this.sent = sent;
            this.compressed = compressed;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (gzip == null && first.size() + length < SHORT) {
                first.write(bytes, offset, length);
                return;
            }
            if (gzip == null) {
                compressed.run();
                gzip = new Gzip(sent);
                first.writeTo(gzip);
            }
            gzip.write(bytes, offset, length);
        }

        void finish() throws IOException {
            if (gzip == null) {
                first.writeTo(sent);
            } else {
                gzip.finish();
            }
        }

        void release() {
            if (gzip != null) {
                gzip.release();
            }
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        /** Images in detail become a fifth in a third of the time in which the usual level makes them a sixth. */
        private static final int LEVEL = 1;

        private static final int BUFFER = 4096;

        Gzip(OutputStream output) throws IOException {
            super(output, BUFFER);
            def.setLevel(LEVEL);
        }

        /** Gives back the memory outside of the heap, which closing would do only after it has ended the stream. */
        void release() {
            def.end();
        }
    }
}
