package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.plankton.registry.image.Fault;

/**
 * What a service has answered.
 *
 * @param body at most 1 MiB
 */
public record Response(RemoteService from, int status, Header[] headers, byte[] body) {
    private static final int BODY_BYTES = 1 << 20;

    /** @throws IOException if it does not come whole, or is too long */
    static Response read(RemoteService from, ClassicHttpResponse response) throws IOException {
        byte[] body = response.getEntity() == null ? new byte[0] : body(response);
        return new Response(from, response.getCode(), response.getHeaders(), body);
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        try (InputStream content = response.getEntity().getContent()) {
            byte[] body = content.readNBytes(BODY_BYTES + 1);
            if (body.length > BODY_BYTES) {
                response.close(); // rather than read the rest
                throw new IOException("the answer has more than " + BODY_BYTES + " bytes");
            }
            return body;
        }
    }

    /**
     * The header's value, or empty.
     *
     * @throws Fault UNAVAILABLE if it is there several times and says different things
     */
    public Optional<String> header(String name) {
        List<String> values = Arrays.stream(headers)
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(NameValuePair::getValue)
                .distinct()
                .toList();
        if (values.size() > 1) {
            throw from.unreliable("contradicts itself in " + name);
        }
        return values.stream().findFirst();
    }
}
