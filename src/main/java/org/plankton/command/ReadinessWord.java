package org.plankton.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.plankton.registry.catalogue.Readiness;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A readiness that an option names, by the word that the wires have for it, in whatever case. */
final class ReadinessWord implements ITypeConverter<Readiness> {
    /** Those that there are. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Readiness.values()).map(Readiness::word).iterator();
        }
    }

    @Override
    public Readiness convert(String value) {
        return Arrays.stream(Readiness.values())
                .filter(readiness -> readiness.word().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("it must be "
                        + Arrays.stream(Readiness.values()).map(Readiness::word).collect(Collectors.joining(" or "))));
    }
}
