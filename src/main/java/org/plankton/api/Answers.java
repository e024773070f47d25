package org.plankton.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What answers have in common in every dialect. */
public final class Answers {
    public static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");

    private Answers() {}

    /** 200 with a JSON body. */
    public static Response.ResponseBuilder json(Object body) {
        return Response.ok(body, JSON);
    }

    /** 200 without a body, and told so: a HEAD without a length leaves some clients waiting. */
    public static Response.ResponseBuilder empty() {
        return Response.ok().header("Content-Length", 0);
    }
}
