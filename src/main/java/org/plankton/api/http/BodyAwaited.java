package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Ends what is done with a request whose body is not all there yet: the request begins anew once it is. Nobody but
 * {@link BodyFilter} is to make anything of it, and whatever is answered meanwhile is not sent.
 */
public final class BodyAwaited extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of a request: that its body is awaited. */
    private static final String NAME = BodyAwaited.class.getName();

    /** Notes that the request will begin anew, so that what is done with it now is not its end. */
    static BodyAwaited by(HttpServletRequest request) {
        request.setAttribute(NAME, true);
        return new BodyAwaited();
    }

    /** Whether the request will begin anew. */
    static boolean isBy(HttpServletRequest request) {
        return request.getAttribute(NAME) != null;
    }

    /** The request does so. */
    static void end(HttpServletRequest request) {
        request.removeAttribute(NAME);
    }

    private BodyAwaited() {
        super("the request's body is still to come", null, false, false);
    }
}
