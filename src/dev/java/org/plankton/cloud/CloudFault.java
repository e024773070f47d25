package org.plankton.cloud;

import java.util.Map;

/** A request that Astakos or Pithos refuses, in their words. */
final class CloudFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final Map<Integer, String> KINDS = Map.ofEntries(
            Map.entry(400, "badRequest"),
            Map.entry(401, "unauthorized"),
            Map.entry(403, "forbidden"),
            Map.entry(404, "itemNotFound"),
            Map.entry(405, "notAllowed"),
            Map.entry(409, "conflict"),
            Map.entry(411, "lengthRequired"),
            Map.entry(412, "preconditionFailed"),
            Map.entry(413, "overLimit"),
            Map.entry(416, "rangeNotSatisfiable"),
            Map.entry(422, "unprocessableEntity"),
            Map.entry(500, "internalServerError"),
            Map.entry(501, "notImplemented"),
            Map.entry(503, "serviceUnavailable"));

    private final int status;
    private final String kind;
    private final String details;

    CloudFault(int status, String message) {
        this(status, KINDS.getOrDefault(status, "fault"), message, "");
    }

    /** @param kind the only key of the fault's body */
    CloudFault(int status, String kind, String message, String details) {
        super(message);
        this.status = status;
        this.kind = kind;
        this.details = details;
    }

    static CloudFault badRequest(String message) {
        return new CloudFault(400, message);
    }

    static CloudFault unauthorized(String message) {
        return new CloudFault(401, message);
    }

    static CloudFault forbidden() {
        return new CloudFault(403, "Not allowed");
    }

    static CloudFault notFound(String what) {
        return new CloudFault(404, what + " does not exist");
    }

    static CloudFault unknownPath() {
        return badRequest("API endpoint not found");
    }

    int status() {
        return status;
    }

    /** The JSON of the fault: one key, and below it code, message and details. */
    Map<String, Object> body() {
        return Map.of(kind, Map.of("message", getMessage(), "code", status, "details", details));
    }
}
