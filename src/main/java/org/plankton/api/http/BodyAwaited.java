package org.plankton.api.http;

/**
 * Ends what is done with a request whose body is not all there yet: the request begins anew once it is. Nobody but
 * {@link BodyFilter} is to make anything of it, and whatever is answered meanwhile is not sent.
 */
public final class BodyAwaited extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyAwaited() {
        super("the request's body is still to come", null, false, false);
    }
}
