package org.plankton.api.ops;

import org.plankton.registry.image.Fault;

/** The statuses of faults where there is no dialect. */
final class OpsStatus {
    private OpsStatus() {}

    static int of(Fault.Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, HIDDEN -> 403;
            case NO_OBJECT, NOT_FOUND -> 404;
            case TOO_SLOW -> 408;
            case CONFLICT -> 409;
            case STALE -> 412;
            case OVER_LIMIT, TOO_MANY_PROPERTIES -> 413;
            case UNSUPPORTED -> 415;
            case OUT_OF_RANGE -> 416;
            case TOO_MANY_REQUESTS -> 429;
            case UNAVAILABLE -> 503;
            case BAD_REQUEST, NO_LOCATION, MISMATCH -> 400;
        };
    }
}
