package org.plankton.api.jersey;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.RuntimeResource;
import org.plankton.api.http.Route;

/** Notes for a request's end which path of the dialect's it was for, whether it was answered or refused. */
final class RouteFilter implements ContainerResponseFilter {
    /** What a variable of a template must look like. */
    private static final Pattern FORM = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

    private final String mount;

    /** As many as there are paths. */
    private final Map<List<RuntimeResource>, String> routes = new ConcurrentHashMap<>();

    @Context
    private HttpServletRequest sent;

    /** @param mount as a dialect has it */
    RouteFilter(String mount) {
        this.mount = mount;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        ExtendedUriInfo uri = (ExtendedUriInfo) request.getUriInfo();
        // Of a path that is none, what it begins with may be matched; one that lacks the method is refused with 405.
        boolean isOne = uri.getMatchedResourceMethod() != null
                || response.getStatus() == 405 && !AllowedMethods.of(uri).isEmpty();
        if (isOne) {
            Route.note(sent, routes.computeIfAbsent(List.copyOf(uri.getMatchedRuntimeResources()), this::route));
        } else {
            Route.note(sent, Route.UNKNOWN);
        }
    }

    /** @param resources the innermost first */
    private String route(List<RuntimeResource> resources) {
        StringBuilder route = new StringBuilder(mount);
        for (int i = resources.size() - 1; i >= 0; i--) {
            String template = resources.get(i).getPathPattern().getTemplate().getTemplate();
            route.append('/').append(FORM.matcher(template).replaceAll("{$1}"));
        }
        return route.toString().replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }
}
