package org.plankton.api.words;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A fault's body on every wire, as Synnefo's services write it:
 * {@code {"itemNotFound": {"code": 404, "message": "…", "details": ""}}}.
 */
public final class FaultJson {
    private FaultJson() {}

    public static String of(int status, String message) {
        var fault = JsonNodeFactory.instance.objectNode();
        fault.putObject(name(status))
                .put("code", status)
                .put("message", message)
                .put("details", "");
        return fault.toString();
    }

    private static String name(int status) {
        return switch (status) {
            case 400 -> "badRequest";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "itemNotFound";
            case 405 -> "notAllowed";
            case 408 -> "requestTimeout";
            case 409 -> "conflict";
            case 410 -> "gone";
            case 412 -> "preconditionFailed";
            case 413 -> "overLimit";
            case 415 -> "unsupportedMediaType";
            case 416 -> "rangeNotSatisfiable";
            case 429 -> "tooManyRequests";
            case 501 -> "notImplemented";
            case 503 -> "serviceUnavailable";
            default -> status < 500 ? "badRequest" : "internalServerError";
        };
    }
}
