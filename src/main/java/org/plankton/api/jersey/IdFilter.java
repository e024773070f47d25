package org.plankton.api.jersey;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plankton.api.words.ImageId;
import org.plankton.registry.image.PercentEncoding;

/** One spelling for the ids of images in paths: in lower case, whatever the client's. */
@PreMatching
final class IdFilter implements ContainerRequestFilter {
    private static final Pattern ID = Pattern.compile("^/?images/([^/;]+)");

    @Override
    public void filter(ContainerRequestContext request) {
        Matcher id = ID.matcher(request.getUriInfo().getPath(false));
        if (!id.find()) {
            return;
        }
        String sent = id.group(1);
        Optional<String> spelled = PercentEncoding.decode(sent).flatMap(ImageId::parse);
        if (spelled.isPresent() && !spelled.get().equals(sent)) {
            String path = request.getUriInfo().getPath(false);
            request.setRequestUri(request.getUriInfo()
                    .getBaseUriBuilder()
                    .path(path.substring(0, id.start(1)) + spelled.get() + path.substring(id.end(1)))
                    .replaceQuery(request.getUriInfo().getRequestUri().getRawQuery())
                    .build());
        }
    }
}
