package org.plankton.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.plankton.api.words.FaultJson;

/** Writes every refusal of the service, whoever refuses and on whatever wire. */
public final class FaultWriter {
    private FaultWriter() {}

    /**
     * To a client, in whose answer nothing has been written yet.
     *
     * @param hasBody whether there is a body to tell of, be it that the container keeps it back from a HEAD
     */
    public static void write(Refusal refusal, boolean hasBody, HttpServletResponse response) throws IOException {
        String body = write(refusal, response::setHeader);
        response.setStatus(refusal.status());
        if (hasBody) {
            JsonResponse.write(body, response);
        }
    }

    /**
     * Notes the refusal's reason for the log, and hands its headers to {@code headers}, each with its value.
     *
     * @return its body, which is JSON
     */
    public static String write(Refusal refusal, BiConsumer<String, String> headers) {
        RequestIdFilter.refused(refusal.kind(), refusal.reason());
        refusal.headers().forEach(headers);
        return FaultJson.of(refusal.status(), refusal.message());
    }
}
