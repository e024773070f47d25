package org.plankton.registry.ports;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.request.Filter;

/**
 * Of the properties that a listing is filtered by, the one that the fewest images have: for each part that the listing
 * is put together of, null where none of them is rare there. A part with a rare one is read by that; any other is read
 * in the listing's order, as it soon has a page of images that have them all.
 *
 * @param own in the caller's own
 * @param everybodys in those of public images
 * @param anybodys in all that are not public
 */
public record RareProperties(Property own, Property everybodys, Property anybodys) {
    /** Of what more images have is not rare. */
    public static final int FEW = 1000;

    static final RareProperties NONE = new RareProperties(null, null, null);

    /** How many images have a property, in the lists as above; {@link #FEW} or more is {@link #FEW}. */
    public record Occurrence(int own, int everybodys, int anybodys) {}

    /** Those that can be looked for in the index: with one value, and not among images that are gone, too. */
    static List<Property> asked(Filter filter) {
        return filter.changedAfter() != null
                ? List.of()
                : filter.properties().entrySet().stream()
                        .filter(property -> property.getValue().size() == 1)
                        .map(property -> new Property(
                                property.getKey(),
                                property.getValue().iterator().next()))
                        .toList();
    }

    /** @param found of each property, in their order */
    static RareProperties of(List<Property> properties, List<Occurrence> found) {
        return new RareProperties(
                rarest(properties, found, Occurrence::own),
                rarest(properties, found, Occurrence::everybodys),
                rarest(properties, found, Occurrence::anybodys));
    }

    private static Property rarest(List<Property> properties, List<Occurrence> found, ToIntFunction<Occurrence> where) {
        return IntStream.range(0, properties.size())
                .filter(i -> where.applyAsInt(found.get(i)) < FEW)
                .boxed()
                .min(Comparator.comparingInt(i -> where.applyAsInt(found.get(i))))
                .map(properties::get)
                .orElse(null);
    }
}
