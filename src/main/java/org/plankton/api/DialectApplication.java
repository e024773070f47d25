package org.plankton.api;

import jakarta.inject.Singleton;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.ImageData;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.sharing.Memberships;

/** A dialect as a Jersey application: its resources, and what stands before and behind them in every dialect. */
public final class DialectApplication extends ResourceConfig {
    /** @param longestPage how many images one page of a listing holds at most */
    public DialectApplication(Dialect dialect, Registry registry, Identity identity, int longestPage, BaseUrl base) {
        registerClasses(dialect.resources());
        register(IdFilter.class);
        register(MethodFilter.class);
        register(TokenFilter.class);
        register(FaultMapper.class);
        register(CompressionFilter.class);
        register(CutOffFilter.Bodies.class);
        register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(registry).to(Registry.class);
                bind(registry.memberships()).to(Memberships.class);
                bind(registry.data()).to(ImageData.class);
                bind(identity).to(Identity.class);
                bind(dialect).to(FaultFormat.class);
                bind(new ImageHead(dialect, registry)).to(ImageHead.class);
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
