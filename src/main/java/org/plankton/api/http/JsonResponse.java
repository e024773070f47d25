package org.plankton.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bodies that are JSON. */
public final class JsonResponse {
    public static final String TYPE = "application/json;charset=UTF-8";

    private JsonResponse() {}

    /** Whole, with its type and length. */
    public static void write(String json, HttpServletResponse response) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        response.setContentType(TYPE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
