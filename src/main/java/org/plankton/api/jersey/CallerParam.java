package org.plankton.api.jersey;

import jakarta.inject.Singleton;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.plankton.registry.request.Caller;

/** Gives a resource's method the caller that {@link TokenFilter} let in: {@code @Context Caller caller}. */
@Singleton
final class CallerParam implements ValueParamProvider {
    @Override
    public Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
        return parameter.getRawType() == Caller.class
                ? request -> request.getSecurityContext().getUserPrincipal()
                : null;
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }
}
