package org.plankton.command;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address that can be asked by HTTP, as it is written. */
final class WebAddress implements ITypeConverter<String> {
    @Override
    public String convert(String written) {
        if (!isOne(written)) {
            throw new TypeConversionException("it must be an address such as https://host:9292");
        }
        return written;
    }

    private static boolean isOne(String written) {
        try {
            URI uri = new URI(written);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
