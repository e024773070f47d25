package org.plankton.api.jersey;

import jakarta.ws.rs.HttpMethod;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;

/** The methods that a path has, as its resource class declares them: Jersey's own HEAD and OPTIONS do not count. */
final class AllowedMethods {
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private AllowedMethods() {}

    /** Of the path that was asked for; empty if there is no such path. */
    static Set<String> of(ExtendedUriInfo uri) {
        return declared(uri).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that {@code method} could give way to for somebody who may not change what is there. */
    static Set<String> insteadOf(String method, ExtendedUriInfo uri) {
        return declared(uri)
                .filter(SAFE::contains)
                .filter(other -> !other.equals(method))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> declared(ExtendedUriInfo uri) {
        return uri.getMatchedRuntimeResources().stream()
                .limit(1) // the innermost
                .flatMap(resource -> resource.getResourceMethods().stream())
                .filter(method -> !method.isExtended())
                .map(ResourceMethod::getHttpMethod);
    }
}
