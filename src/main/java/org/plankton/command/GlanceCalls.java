package org.plankton.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A Glance that is asked by its calls. */
final class GlanceCalls {
    @Option(
            names = "--url",
            paramLabel = "URL",
            required = true,
            converter = Address.Web.class,
            description = "Glance's address, as in the catalogue: https://glance.example.org:9292.")
    private String url;

    @Option(
            names = "--source-token-file",
            paramLabel = "FILE",
            description = "A file with a token of an administrator of Glance's. It is read anew each time, so that who"
                    + " renews it in time keeps a long run going. Without it --token-file is used, else that of"
                    + " the service's own user, who then needs that right in Keystone.")
    private Path token;

    String url() {
        return url;
    }

    /** @param store as {@link Installation.GlanceAddress} has it */
    Installation.GlanceAddress address(Optional<String> store) {
        return new Installation.GlanceAddress(url, Optional.ofNullable(token), store);
    }
}
