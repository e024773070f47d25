package org.plankton.api.jersey;

import jakarta.inject.Singleton;
import java.lang.reflect.Type;
import java.util.Optional;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.Dialect;
import org.plankton.api.http.ImageHead;
import org.plankton.api.http.Refusals;
import org.plankton.api.http.Tokens;
import org.plankton.registry.Registry;

/** A dialect as a Jersey application: its resources, and what stands before and behind them in every dialect. */
public final class DialectApplication extends ResourceConfig {
    /**
     * @param head empty if the dialect tells of no image in headers
     * @param longestPage how many images one page of a listing holds at most
     */
    public DialectApplication(
            Dialect dialect,
            Optional<ImageHead> head,
            Registry registry,
            Tokens tokens,
            Refusals refusals,
            int longestPage,
            BaseUrl base) {
        registerClasses(dialect.resources());
        register(IdFilter.class);
        register(new RouteFilter(dialect.mount()));
        register(MethodFilter.class);
        register(TokenFilter.class);
        register(FaultMapper.class);
        register(CompressionFilter.class);
        register(CutOffInterceptor.class);
        register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(registry).to(Registry.class);
                bind(tokens).to(Tokens.class);
                bind(refusals).to(Refusals.class);
                bind(dialect).to(Dialect.class);
                head.ifPresent(it -> bind(it).to(ImageHead.class));
                dialect.facts().forEach(fact -> bind(fact).to((Type) fact.getClass()));
                bind(new Listing(registry, longestPage)).to(Listing.class);
                bind(base).to(BaseUrl.class);
                bind(CallerParam.class).to(ValueParamProvider.class).in(Singleton.class);
            }
        });
        property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL"); // those for XML and pictures
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
        property(
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR,
                true); // or containers write their own error pages
        property(ServerProperties.PROCESSING_RESPONSE_ERRORS_ENABLED, true); // a listing may fail before its first byte
    }
}
