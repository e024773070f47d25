package org.plankton.api.glance.v2;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.regex.Pattern;

/**
 * {@code /images/} is the path of an image whose id is empty, of which there is none: whoever has lost an id is not
 * given a list for an image. A new image may have it for its address, as all paths may end with a slash.
 */
@PreMatching
final class BlankIdFilter implements ContainerRequestFilter {
    private static final Pattern IMAGE = Pattern.compile("/?images/");

    @Override
    public void filter(ContainerRequestContext request) {
        boolean isBlank = IMAGE.matcher(request.getUriInfo().getPath(false)).matches();
        if (isBlank && !request.getMethod().equals(HttpMethod.POST)) {
            throw new NotFoundException();
        }
    }
}
