package org.plankton.command;

import java.util.function.UnaryOperator;
import org.plankton.settings.Addresses;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address that an option gives: everybody on the machine sees it, as do those who read what a command has told, so
 * there is nothing secret in it. One that cannot be used is not repeated, since there may be.
 */
abstract class Address implements ITypeConverter<String> {
    private final UnaryOperator<String> parser;

    private Address(UnaryOperator<String> parser) {
        this.parser = parser;
    }

    @Override
    public String convert(String value) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Of the web. */
    static final class Web extends Address {
        Web() {
            super(Addresses::web);
        }
    }

    /** Of the database that a Glance has. */
    static final class OfGlance extends Address {
        private static final String EXAMPLE = "jdbc:mariadb://host/glance, or jdbc:postgresql://host/glance";
        private static final String LOGIN = "give --user and --password-file";

        OfGlance() {
            super(value -> value.startsWith("jdbc:postgresql:")
                    ? Addresses.postgres(value, EXAMPLE, LOGIN)
                    : Addresses.mariaDb(value, EXAMPLE, LOGIN));
        }
    }

    /** Of the database that Pithos+ has. */
    static final class OfPithos extends Address {
        OfPithos() {
            super(value -> Addresses.postgres(
                    value, "jdbc:postgresql://host:5432/snf_pithos", "give --user and --password-file"));
        }
    }
}
