package org.plankton.command;

import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An account that an option or a parameter names. */
final class AccountId implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        try {
            return Account.require("it", value);
        } catch (Fault fault) {
            throw new TypeConversionException(fault.getMessage());
        }
    }
}
