package org.plankton.api.jersey;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.ImageHead;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.Refusal;
import org.plankton.api.words.JsonBody;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/** What responses have in common in every dialect. */
public final class Responses {
    private static final MediaType JSON = MediaType.valueOf(JsonResponse.TYPE);

    private Responses() {}

    /** 200 with a JSON body. */
    public static Response.ResponseBuilder json(String body) {
        return Response.ok(body, JSON);
    }

    /** 200 with a JSON body that is written as it is sent. */
    public static Response.ResponseBuilder json(JsonBody body) {
        StreamingOutput output = body::write;
        return Response.ok(output, JSON);
    }

    /** 200 without a body, and told so: a HEAD without a length leaves some clients waiting. */
    public static Response.ResponseBuilder empty() {
        return Response.ok().header(HttpHeaders.CONTENT_LENGTH, 0);
    }

    /**
     * To HEAD of an image.
     *
     * @throws Fault as {@link ImageHead#answer}
     */
    public static Response head(ImageHead head, Caller caller, String id, HttpHeaders request) {
        Response.ResponseBuilder response = empty();
        String ifNoneMatch = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return response.status(head.answer(caller, id, ifNoneMatch, response::header))
                .build();
    }

    public static Response refusal(Refusal refusal) {
        Response.ResponseBuilder response = Response.status(refusal.status()).type(JSON);
        return response.entity(FaultWriter.write(refusal, response::header)).build();
    }
}
