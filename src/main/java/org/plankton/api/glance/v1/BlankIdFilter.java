package org.plankton.api.glance.v1;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /images/} is the list, as {@code /images} is; but to what is done only to a single image it is the path of one
 * whose id is empty, of which there is none. So it is with members.
 */
@PreMatching
final class BlankIdFilter implements ContainerRequestFilter {
    private static final Pattern IMAGE = Pattern.compile("/?images/");
    private static final Set<String> OF_AN_IMAGE = Set.of("HEAD", "PUT", "DELETE");

    private static final Pattern MEMBER = Pattern.compile("/?images/[^/]+/members/");
    private static final Set<String> OF_A_MEMBER = Set.of("DELETE");

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        boolean isBlank =
                OF_AN_IMAGE.contains(request.getMethod()) && IMAGE.matcher(path).matches()
                        || OF_A_MEMBER.contains(request.getMethod())
                                && MEMBER.matcher(path).matches();
        if (isBlank) {
            throw new NotFoundException();
        }
    }
}
