package org.plankton.api.http;

import jakarta.servlet.ServletRequest;

/**
 * Which of the paths that there are a request is for: {@code /v1/images/{id}}, with the dialect's first mount, and
 * without anything of the client's.
 */
public final class Route {
    /** There is nothing at its path. */
    public static final String UNKNOWN = "unknown";

    /** Of an image, behind its dialect's mount. */
    public static final String IMAGE = "/images/{id}";

    private static final String NAME = Route.class.getName();

    private Route() {}

    /** Notes for the request's end which it is. */
    public static void note(ServletRequest request, String template) {
        request.setAttribute(NAME, template);
    }

    /** What has been noted; else {@code usual}. */
    static String of(ServletRequest request, String usual) {
        return request.getAttribute(NAME) instanceof String template ? template : usual;
    }
}
